import {cardRows} from '../inspect/card-rows.ts';
import {headline} from '../inspect/headline.ts';
import type {JudgedCard} from '../inspect/judged-card.ts';
import {rowId} from './found-processes.ts';
import {html, type Markup, nothing} from './markup.ts';

/** What the processes are that were asked about, each in a box: as the cards of `inspect` say it. */
export function cardsMarkup(cards: readonly JudgedCard[], shown: ReadonlySet<number>): Markup {
  return html`${cards.map(judged => cardMarkup(judged, shown))}`;
}

function cardMarkup(judged: JudgedCard, shown: ReadonlySet<number>): Markup {
  const {pid} = judged.card.process;
  const rows = cardRows(judged.card).filter(({texts}) => texts.length > 0);
  return html`<section class="group"><h3>${headline(judged)}</h3>
<table class="facts"><tbody>${rows.map(
    ({label, texts}) =>
      html`<tr><th scope="row">${label}</th><td>${texts.map(text => html`<div>${text}</div>`)}</td></tr>\n`,
  )}</tbody></table>
${shown.has(pid) ? html`<p><a href="#${rowId(pid)}">In the tree</a></p>` : nothing}</section>\n`;
}
