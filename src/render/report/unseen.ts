import type {SkippedRule} from '../../rules/diagnosis/scope-gaps.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import {counted} from '../page.ts';
import {gapText} from '../unreadable.ts';
import {html, type Markup, nothing} from './markup.ts';

/** How many pids of a gap are named: all are in the JSON. */
const NAMED = 20;

/** What could not be seen, so that nothing on the page speaks of it. */
export interface Unseen {
  /** What a reader has to know to take the page right, a sentence each. */
  readonly remarks: readonly string[];
  readonly unreadable: readonly Unreadable[];
  readonly skipped: readonly SkippedRule[];
}

export function unseenMarkup({remarks, unreadable, skipped}: Unseen): Markup {
  if (remarks.length + unreadable.length + skipped.length === 0)
    return html`<p>Everything that the rules ask for could be read.</p>`;
  return html`${remarks.map(text => html`<p>${text}</p>\n`)}${gapsTable(unreadable)}${skippedMarkup(skipped)}`;
}

function gapsTable(unreadable: readonly Unreadable[]): Markup {
  if (unreadable.length === 0) return nothing;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="What can't be read"><table>
<thead><tr><th scope="col">What</th><th scope="col">Why</th><th scope="col">Processes</th></tr></thead>
<tbody>${unreadable.map(
    ({what, errno, pids}) =>
      html`<tr><th scope="row">${what}</th><td>${errno}</td><td>${pidsText(pids)}</td></tr>\n`,
  )}</tbody></table></div>`;
}

function pidsText(pids: readonly number[]): string {
  if (pids.length === 0) return 'the machine as a whole';
  const left = pids.length - NAMED;
  return `${pids.slice(0, NAMED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function skippedMarkup(skipped: readonly SkippedRule[]): Markup {
  const reasons = [...groupBy(skipped, ({gap}) => gapText(gap))];
  return html`${reasons.map(
    ([
      reason,
      rules,
    ]) => html`<details><summary>${counted(rules.length, 'rule')} not checked everywhere: ${reason}</summary>
<p>${rules.map(({rule}) => rule).join(', ')}</p></details>\n`,
  )}`;
}
