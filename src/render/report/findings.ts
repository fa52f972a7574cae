import {type Case, casesOf} from '../../rules/diagnosis/cases.ts';
import type {Finding, FindingSubject} from '../../rules/finding.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {grouped} from '../../rules/words/listed.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {type Introduce, introductions} from '../introductions/introductions.ts';
import {counted, type Page} from '../page.ts';
import type {Block} from '../rule-page/blocks.ts';
import {plainStyle} from '../style.ts';
import {caseId, rowId} from './found-processes.ts';
import {html, type Markup, nothing, prose} from './markup.ts';
import {commandBox, orderMarkup} from './orders.ts';
import type {Report} from './report.ts';
import {foldedRulePage, rulePageId} from './rule-page.ts';
import {severityBadge} from './severity-badge.ts';

/** How many cases are shown in full: of thousands, the worst. */
const IN_FULL = 100;
/** How many findings of one rule and cause are named: all are in the JSON. */
const NAMED = 100;

/** Text for a page that a browser wraps. */
export const paper: Page = {
  style: plainStyle,
  width: Number.POSITIVE_INFINITY,
  screen: Number.POSITIVE_INFINITY,
  isTerminal: false,
};

/** What writing the cases takes, and which rules were explained so far. */
interface Writing {
  readonly snapshot: Snapshot;
  readonly introduce: Introduce;
  readonly cards: ReadonlyMap<string, RuleCard>;
  readonly blocksOf: (rule: string) => readonly Block[];
  /** The processes that have a row in a tree. */
  readonly shown: ReadonlySet<number>;
  readonly explained: Set<string>;
}

/**
 * What was found, a box for each case, the worst first.
 * @param blocksOf the page of a rule
 * @param shown the processes that have a row in a tree
 */
export function findingsMarkup(
  {diagnosis, snapshot, beginnings}: Report,
  blocksOf: Writing['blocksOf'],
  shown: ReadonlySet<number>,
): Markup {
  const cases = casesOf(diagnosis.findings);
  if (cases.length === 0) return html`<p>No rule found anything.</p>`;
  const cards = new Map(diagnosis.asked.map(card => [card.id, card]));
  const introduce = introductions(paper, beginnings);
  const writing = {snapshot, introduce, cards, blocksOf, shown, explained: new Set<string>()};
  const full = cases.slice(0, IN_FULL).map((one, at) => caseMarkup(one, at, writing));
  return html`${full}${shortMarkup(cases.slice(IN_FULL))}`;
}

/** The cases that are not shown in full, a line each. */
function shortMarkup(cases: readonly Case[]): Markup {
  if (cases.length === 0) return nothing;
  const lines = cases.map(({findings: [worst, ...others]}, at) => {
    const more = others.length === 0 ? '' : ` And ${grouped(others.length)} more.`;
    return html`<li id="${caseId(IN_FULL + at)}" tabindex="-1">${severityBadge(worst.severity)} ${worst.what}${more} <span class="dim">${worst.rule} (${worst.certainty})</span></li>\n`;
  });
  return html`<article class="case"><h3>${counted(cases.length, 'more case')}</h3><p class="dim">In full in the JSON below.</p><ul>${lines}</ul></article>\n`;
}

function caseMarkup({culprit, findings}: Case, at: number, writing: Writing): Markup {
  const said = new Set<string>();
  const groups = [...groupBy(findings, ({rule, cause}) => `${rule} ${cause}`).values()];
  const parts = groups.flatMap(([first, ...others], group) => {
    if (!first) return [];
    const isRepeated = first.remedy !== null && said.has(first.remedy);
    said.add(first.remedy ?? '');
    const who = group === 0 ? whoMarkup(culprit, writing) : nothing;
    const remedy = isRepeated ? null : first.remedy;
    return [findingMarkup({...first, remedy}, others, who, writing)];
  });
  return html`<article class="case ${findings[0].severity}" id="${caseId(at)}" tabindex="-1">${parts}</article>\n`;
}

/** What the culprit is, where it is a process. */
function whoMarkup(culprit: FindingSubject, {snapshot, introduce}: Writing): Markup {
  const process = 'pid' in culprit ? snapshot.find(culprit.pid) : undefined;
  const text = process && introduce(process);
  return text === undefined ? nothing : html`<p class="who">${text}</p>`;
}

/** Findings of one rule and one cause: the first stands for all. */
function findingMarkup(first: Finding, others: readonly Finding[], who: Markup, writing: Writing): Markup {
  const {rule, certainty, severity, what, why, remedy, evidence, more} = first;
  return html`<section class="finding">
<h3>${severityBadge(severity)} ${what}</h3>
${who}
<p>${prose(why)} <span class="dim">(${certainty})</span></p>
${remedy === null ? nothing : html`<div class="do"><h4>What to do</h4>${orderMarkup(remedy)}</div>`}
<div class="folded">${othersMarkup(others)}
<details><summary>Evidence</summary><ul class="evidence">${evidence.map(
    one => html`<li>${evidenceText(one)}</li>`,
  )}</ul></details>
${ruleMarkup(rule, writing)}
<details><summary>More about this</summary>${commandBox(more)}${whereMarkup([first, ...others], writing)}</details></div>
</section>`;
}

function othersMarkup(others: readonly Finding[]): Markup {
  if (others.length === 0) return nothing;
  const named = others.slice(0, NAMED);
  const left = others.length - named.length;
  const rest = left === 0 ? nothing : html`<li>and ${counted(left, 'more', 'more')}, in the JSON below</li>`;
  return html`<details><summary>${counted(others.length, 'more like it', 'more like these')}</summary><ul>${named.map(
    ({what}) => html`<li>${what}</li>`,
  )}${rest}</ul></details>`;
}

/** The page of a rule where it is first due, and from then on the way there. */
function ruleMarkup(rule: string, {cards, blocksOf, explained}: Writing): Markup {
  const card = cards.get(rule);
  if (!card) return nothing;
  if (explained.has(rule))
    return html`<p class="link"><a href="#${rulePageId(rule)}">About the rule ${rule}</a></p>`;
  explained.add(rule);
  return foldedRulePage(card, blocksOf(rule));
}

/** The ways to the rows of the processes that findings are about. */
function whereMarkup(findings: readonly Finding[], {shown}: Writing): Markup {
  const subjects = findings.flatMap(({subject, culprit}) => [subject, ...(culprit ? [culprit] : [])]);
  const processes = subjects.flatMap(one => ('pid' in one && shown.has(one.pid) ? [one] : []));
  const distinct = [...new Map(processes.map(one => [one.pid, one])).values()].slice(0, NAMED);
  if (distinct.length === 0) return nothing;
  return html`<p>In the tree: ${distinct.map(
    ({pid, comm}, at) => html`${at === 0 ? '' : ', '}<a href="#${rowId(pid)}">${comm} (${pid})</a>`,
  )}</p>`;
}
