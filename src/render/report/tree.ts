import {innerText} from '../../rules/words/named.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import {counted} from '../page.ts';
import {treeHeading} from '../tree/heading.ts';
import {marksOf} from '../tree/marks.ts';
import {whatRuns} from '../tree/member-command.ts';
import {caseId, type FoundAbout, rowId} from './found-processes.ts';
import {html, type Markup, nothing} from './markup.ts';

/** A process in a tree: how deep it lies, and whether something is below it. */
interface Row {
  readonly member: FamilyMember;
  /** 1: at the top. */
  readonly level: number;
  readonly isParent: boolean;
  /** Not of an ancestor, which may have secrets in its command line that nobody asked for. */
  readonly showsCommand: boolean;
}

/** Rows that a browser lays out together, once they come into sight. */
const PER_CHUNK = 50;
/** Deeper rows are indented no more. */
const DEEPEST = 40;
/** So much of a command line is shown at first. */
const LONGEST = 200;

/** The pids that have a row in the tree of a family. */
export function pidsIn({ancestors, roots, children}: Family): number[] {
  return [...ancestors, ...roots, ...[...children.values()].flat()].map(({pid}) => pid);
}

/** Trees, with what searches them and filters by finding. */
export function treesMarkup(families: readonly Family[], found: ReadonlyMap<number, FoundAbout>): Markup {
  const named = new Set<number>();
  return html`${toolsMarkup(found)}${families.map(family => treeMarkup(family, found, named))}`;
}

/** They work by the script of the page, which shows them. */
function toolsMarkup(found: ReadonlyMap<number, FoundAbout>): Markup {
  const rules = [...new Set([...found.values()].flatMap(one => [...one.rules.keys()]))].sort();
  return html`<div class="tools" role="search" aria-label="Processes" hidden>
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, PID or words"></label>
<label>Show <select id="filter"><option value="">all processes</option>${
    rules.length === 0 ? nothing : html`<option value="*">those with findings</option>`
  }${rules.map(rule => html`<option value="${rule}">${rule}</option>`)}</select></label>
<button type="button" id="unfold">Unfold all</button>
<button type="button" id="fold">Fold</button>
<output id="matches" aria-live="polite"></output>
</div>`;
}

/** @param named the processes that have a row already, to which links lead: two trees may share ancestors */
function treeMarkup(family: Family, found: ReadonlyMap<number, FoundAbout>, named: Set<number>): Markup {
  const rows = rowsOf(family);
  const chunks = Array.from({length: Math.ceil(rows.length / PER_CHUNK)}, (_, at) =>
    rows.slice(at * PER_CHUNK, (at + 1) * PER_CHUNK),
  );
  const heading = treeHeading(family);
  return html`<p>${heading}</p>
<div class="tree" role="tree" aria-label="Processes: ${heading}">
${chunks.map(chunk => html`<div class="chunk" role="none">${chunk.map(row => rowMarkup(row, found, named))}</div>\n`)}</div>`;
}

/** The rows from the top down, children below their parent. By a list: a family may be deeper than calls can be. */
function rowsOf({ancestors, roots, children}: Family): Row[] {
  const above = [...ancestors].reverse();
  const rows: Row[] = above.map((member, at) => ({
    member,
    level: at + 1,
    isParent: true,
    showsCommand: false,
  }));
  const below = (members: readonly FamilyMember[], level: number) =>
    members.map(member => ({member, level})).reverse();
  const waiting = below(roots, above.length + 1);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const own = children.get(next.member.pid) ?? [];
    rows.push({...next, isParent: own.length > 0, showsCommand: true});
    for (const child of below(own, next.level + 1)) waiting.push(child);
  }
  return rows;
}

function rowMarkup(
  {member, level, isParent, showsCommand}: Row,
  found: ReadonlyMap<number, FoundAbout>,
  named: Set<number>,
): Markup {
  const {pid, comm, state} = member;
  const about = found.get(pid);
  const inner = member.innerPid();
  const marks = marksOf(member).map(({text, kind}) => html`<span class="mark ${kind}">${text}</span> `);
  const id = named.has(pid) ? nothing : html` id="${rowId(pid)}"`;
  named.add(pid);
  return html`<div class="row" role="treeitem"${id} aria-level="${level}"${depth(level)}${
    isParent ? html` aria-expanded="true"` : nothing
  }${about ? html` data-rules="${[...about.rules.keys()].join(' ')}"` : nothing} tabindex="-1"><b>${
    comm ?? '?'
  }</b> <span class="pid">${pid}${inner ? `, ${innerText(inner)}` : ''}</span> <span class="state">${
    state ?? '?'
  }</span> ${about ? foundLink(about) : nothing}${marks}${showsCommand && hasArguments(member) ? commandMarkup(whatRuns(member)) : nothing}</div>\n`;
}

/** Zombies and kernel threads have none. What stands in its place elsewhere, the name, is in their row already. */
function hasArguments(member: FamilyMember): boolean {
  const command = member.command();
  return command !== null && command.length > 0;
}

/** What a process runs: the rest of what is long shows once the row is chosen. */
function commandMarkup(command: string | null): Markup {
  if (command === null) return nothing;
  if (command.length <= LONGEST) return html`<span class="runs">${command}</span>`;
  const [start, rest] = [command.slice(0, LONGEST), command.slice(LONGEST)];
  return html`<span class="runs cut">${start}</span><span class="rest">${rest}</span>`;
}

function depth(level: number): Markup {
  return html` data-depth="${Math.min(level - 1, DEEPEST)}"`;
}

function foundLink({severity, rules, firstCase}: FoundAbout): Markup {
  return html`<a class="mark found ${severity}" href="#${caseId(firstCase)}" tabindex="-1">${severity}: ${
    rules.size === 1 ? [...rules.keys()].join() : counted(rules.size, 'rule')
  }</a> `;
}
