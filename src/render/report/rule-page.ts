import {familyOf, type RuleCard} from '../../rules/rule.ts';
import {asSentence} from '../command-syntax.ts';
import type {Block} from '../rule-page/blocks.ts';
import {html, type Markup, prose} from './markup.ts';

/** The id of the page of a rule on this page. */
export function rulePageId(rule: string): string {
  return `rule-${rule.replace('/', '-')}`;
}

/** The page of a rule, folded in. */
export function foldedRulePage({id, title}: RuleCard, blocks: readonly Block[]): Markup {
  return html`<details class="rule" id="${rulePageId(id)}"><summary>About the rule ${id}</summary>
<p class="lead">${asSentence(title)}</p>
${blocks.map(blockMarkup)}
<p class="dim">Family: ${familyOf(id)}. The same page: <code>procdoc explain ${id}</code></p></details>`;
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return html`<h4>${block.text}</h4>`;
    case 'paragraph':
      return html`<p>${prose(block.text)}</p>`;
    case 'code':
      return html`<pre><code>${block.text.split('\n').map(line => html`${line}\n`)}</code></pre>`;
    case 'list':
      return html`<ul>${block.items.map(item => html`<li>${prose(item)}</li>`)}</ul>`;
  }
}
