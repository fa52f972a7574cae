import type {JudgedCause, JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import {grouped} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {counted} from '../page.ts';
import {parentStateText, zombieCells} from '../zombies/text.ts';
import {rowId} from './found-processes.ts';
import {html, type Markup, nothing, prose} from './markup.ts';

/** How many zombies of a cause have a row: all are in the JSON. */
const SHOWN = 200;

/**
 * Every parent with its zombies, and why they are there.
 * @param shown the processes that have a row in a tree
 */
export function zombiesMarkup(
  {parents, exitedLeaders, lookedAt}: JudgedScene,
  shown: ReadonlySet<number>,
): Markup {
  if (parents.length === 0 && exitedLeaders.length === 0)
    return html`<p>No zombies that stayed, among ${counted(lookedAt, 'process', 'processes')}.</p>`;
  return html`${parents.map(group => parentMarkup(group, shown))}${exitedLeaders.map(
    ({process, verdict}) => html`<section class="group"><h3>${named(process)} isn't a zombie</h3>
<p>${prose(verdict.why)} <span class="dim">(${verdict.certainty})</span></p></section>`,
  )}`;
}

function parentMarkup({ppid, reaper, zombies, causes}: ParentGroup, shown: ReadonlySet<number>): Markup {
  const has = `has ${counted(zombies.length, 'zombie')}`;
  const who = reaper && html`${named(reaper.process)}`;
  const heading = reaper
    ? html`<h3>${who && shown.has(ppid) ? html`<a href="#${rowId(ppid)}">${who}</a>` : (who ?? nothing)} ${has}</h3><p class="who">${parentStateText(reaper)}</p>`
    : html`<h3>A parent that isn't visible from here (PID ${ppid}) ${has}</h3>`;
  return html`<section class="group">${heading}${causes.map(causeMarkup)}</section>\n`;
}

function causeMarkup({verdict, zombies}: JudgedCause): Markup {
  const {rule, certainty, why} = verdict;
  return html`<p>${prose(why)} <span class="dim">${rule} (${certainty})</span></p>
${tableMarkup(zombies)}`;
}

function tableMarkup(zombies: readonly Zombie[]): Markup {
  const shown = zombies.slice(0, SHOWN);
  const left = zombies.length - shown.length;
  const rows = shown.map(zombie => {
    const cells = zombieCells(zombie, false);
    return html`<tr>${cells.map((cell, at) => (at === 0 ? html`<th scope="row" class="pid">${cell}</th>` : html`<td>${cell}</td>`))}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${counted(zombies.length, 'zombie')}"><table>
<thead><tr><th scope="col">PID</th><th scope="col">Name</th><th scope="col">When</th><th scope="col">How</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${left === 0 ? nothing : html`<p class="dim">and ${grouped(left)} more, in the JSON below</p>`}`;
}
