import {endCommand} from '../../rules/remedies/end-command.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {holdingKinds, holdingPhrases} from '../../rules/words/holding-phrases.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {OrphanSign} from '../../snapshot/families/orphan-signs.ts';
import type {OrphanScene} from '../../snapshot/families/orphans.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {totalLines} from './total.ts';

/** How many processes a heading names; a job may leave dozens. */
const NAMED = 4;

/**
 * The answer for a person: what was left behind and what it still holds, how many there are, and the daemons, a line each.
 * Orphans with one reason are the first line themselves; of more, a sentence has all.
 */
export function orphansText(scene: OrphanScene, page: Page, introduce: Introduce): string[] {
  const {orphans} = scene;
  const daemons = orphans.filter(({daemonized}) => daemonized() === true);
  const leftBehind = orphans.filter(orphan => !daemons.includes(orphan));
  const groups = [...groupBy(leftBehind, reasonOf).values()].map(group =>
    orphanLines(group, page, introduce),
  );
  const total = totalLines(leftBehind.length, daemons.length, scene, page);
  const blocks =
    groups.length === 1 ? [...groups, total] : [[...headline(leftBehind, page), ...total], ...groups];
  return [...blocks, ...daemonBlocks(daemons, page)].flatMap((lines, at) => [
    ...(at === 0 ? [] : ['']),
    ...lines,
  ]);
}

/** Who was left behind, and what they keep from others, in a sentence; nothing where there is none. */
function headline(orphans: readonly Orphan[], page: Page): string[] {
  if (orphans.length === 0) return [];
  const isOne = orphans.length === 1;
  const who = listed(orphans.map(nameOf), NAMED);
  const isProven = orphans.every(({orphanhood}) => orphanhood.certainty === 'proven');
  const kinds = heldKinds(orphans);
  const parent = isOne ? 'its parent' : 'their parents';
  const holding = kinds === '' ? '' : ` and still ${isOne ? 'holds' : 'hold'} ${kinds}`;
  const text = `${who} outlived ${parent} (${isProven ? 'proven' : 'likely'})${holding}.`;
  return wrapped(text, page.width).map(page.style.strong);
}

/** "a lock and 2 sockets", of all together: one that several hold counts once. */
function heldKinds(orphans: readonly Orphan[]): string {
  const holdings = orphans.flatMap(({holds}) => holds ?? []);
  return holdingKinds({
    locks: distinct(
      holdings.flatMap(({locks}) => locks),
      ({path, lock}) => `${path} ${lock.class} ${lock.mode}`,
    ),
    listeners: distinct(
      holdings.flatMap(({listeners}) => listeners),
      ({socket: {protocol, local}}) => `${protocol} ${local}`,
    ),
    pipes: distinct(
      holdings.flatMap(({pipes}) => pipes),
      ({target, accessMode}) => `${target} ${accessMode}`,
    ),
  });
}

function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...groupBy(all, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** Orphans with one reason are shown together. */
function reasonOf({parent, orphanhood: {certainty, signs}}: Orphan): string {
  return [parent.pid, certainty, ...signs.map(signKey)].join('\n');
}

function signKey(sign: OrphanSign): string {
  switch (sign.kind) {
    case 'session-outside-namespace':
      return sign.kind;
    case 'session-leader-gone':
    case 'group-leader-gone':
      return `${sign.kind} ${sign.id}`;
    case 'session-of-another':
    case 'group-of-another':
      return `${sign.kind} ${sign.leader.pid}`;
    case 'in-unit':
      return `${sign.kind} ${sign.unit.name}`;
  }
}

/** Orphans with one reason: the reason once, and each with its command and what it holds. */
function orphanLines(group: readonly Orphan[], page: Page, introduce: Introduce): string[] {
  const [first, ...others] = group;
  if (!first) return [];
  const {parent, orphanhood} = first;
  const isOne = others.length === 0;
  const who = listed(group.map(nameOf), NAMED);
  const [their, them] = isOne ? ['its', 'it'] : ['their', 'them'];
  const what = `outlived ${their} parent; ${printable(named(parent))} adopted ${them}`;
  return [
    ...headingLines(who, what, `(${orphanhood.certainty})`, page),
    ...(isOne ? introductionLine(first.process, introduce, page) : []),
    ...(page.evidence ? labelledList('evidence', orphanEvidence(orphanhood).map(evidenceText), page) : []),
    ...(isOne
      ? heldLines(first, page)
      : group.flatMap(orphan => [...namedLine(orphan, introduce, page), ...heldLines(orphan, page)])),
    ...labelledOrder('do', remedy(group), page),
  ];
}

/** Wrapped as it is read, and marked after that: names too long for the first line stay plain. */
function headingLines(who: string, what: string, certainty: string, {width, style}: Page): string[] {
  return wrapped(`${who} ${what} ${certainty}`, width, '', '  ').map((line, at) => {
    const marked = at === 0 && line.startsWith(who) ? style.strong(who) + line.slice(who.length) : line;
    return marked.endsWith(certainty) ? marked.slice(0, -certainty.length) + style.faint(certainty) : marked;
  });
}

/** "  sleep (411): sleep 1000 · root · started 4 min ago". */
function namedLine(orphan: Orphan, introduce: Introduce, page: Page): string[] {
  const name = `  ${nameOf(orphan)}: `;
  const text = introduce(orphan.process, name.length);
  return text === undefined ? [] : [name + page.style.faint(printable(text))];
}

function heldLines({holds, daemonized}: Orphan, page: Page): string[] {
  if (!holds) return labelledList('holds', ["unknown: its descriptors can't be listed"], page);
  const doubt =
    'unknown: it has a session of its own, but its standard output is a file, which may belong to the process that started it';
  return [
    ...labelledList('holds', holdingPhrases(holds), page),
    ...(daemonized() === null ? labelledLines('daemon', doubt, page) : []),
  ];
}

function remedy(group: readonly Orphan[]): string {
  const command = endCommand(group.map(({process}) => process));
  const isHolding = group.some(({holds}) => holds !== undefined && holdingPhrases(holds).length > 0);
  const leftover = group.length === 1 ? "If it's a leftover" : "If they're leftovers";
  const release = isHolding ? ' That also releases what no other process holds.' : '';
  return `${leftover}: ${command}.${release}${endOfService(group)}`;
}

/** The service that is still active, whose end would be theirs. */
function endOfService([first, ...others]: readonly Orphan[]): string {
  const service = first?.serviceWithoutMain();
  if (!service?.settings.endsAll) return '';
  return ` Stopping ${printable(service.unit)} ends ${others.length === 0 ? 'it' : 'them'}, too.`;
}

/** Managers apart from other daemons: what speaks for them is what they manage. */
function daemonBlocks(daemons: readonly Orphan[], page: Page): string[][] {
  const managers = daemons.filter(({isManager}) => isManager());
  const others = daemons.filter(orphan => !managers.includes(orphan));
  return [
    daemonLines('daemons (likely): own session, stdio detached', others, page),
    daemonLines('daemons (likely): managers of containers or services', managers, page),
  ].filter(lines => lines.length > 0);
}

function daemonLines(heading: string, daemons: readonly Orphan[], page: Page): string[] {
  if (daemons.length === 0) return [];
  return [
    ...wrapped(heading, page.width).map(page.style.strong),
    ...daemons.map(orphan => {
      const held = orphan.holds ? holdingPhrases(orphan.holds) : [];
      const holding = held.length > 0 ? `: ${held.join('; ')}` : '';
      return fitted(`  ${nameOf(orphan)}${printable(holding)}`, page.screen, page);
    }),
  ];
}

function nameOf({process}: Orphan): string {
  return printable(named(process));
}
