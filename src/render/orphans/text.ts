import {endCommand} from '../../rules/remedies/end-command.ts';
import {holdingPhrases} from '../../rules/remedies/holding-phrases.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {OrphanScene} from '../../snapshot/families/orphans.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {commandText} from '../command-line.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';

/** The answer for a person: what was left behind, with what it holds; then the daemons, a line each. */
export function orphansText(scene: OrphanScene, page: Page): string[] {
  const {orphans, lookedAt} = scene;
  const daemons = orphans.filter(({daemonized}) => daemonized() === true);
  const leftOver = orphans.filter(orphan => !daemons.includes(orphan));
  const among = `among ${counted(lookedAt, 'process', 'processes')}`;
  return [
    ...[...groupBy(leftOver, reasonOf).values()].flatMap(alike => [...orphanLines(alike, page), '']),
    ...daemonLines(daemons, page),
    orphans.length === 0
      ? page.style.good(`no orphans ${among}`)
      : `${counted(leftOver.length, 'orphan')}${daemons.length > 0 ? ` and, most likely, ${counted(daemons.length, 'daemon')}` : ''} ${among}`,
    ...undecidedLines(scene, page),
  ];
}

/** The same for orphans of which the same can be told: a job may leave dozens. */
function reasonOf({parent, orphanhood: {certainty, evidence}}: Orphan): string {
  return [parent.pid, certainty, ...evidence].join('\n');
}

/** Orphans for the same reason. */
function orphanLines(alike: readonly Orphan[], page: Page): string[] {
  const [first, ...others] = alike;
  if (!first) return [];
  const {parent, orphanhood} = first;
  const [who, whose, whom] =
    others.length === 0
      ? [nameOf(first), 'its parent', 'it']
      : [counted(alike.length, 'process', 'processes'), 'their parent', 'them'];
  return [
    ...headingLines(
      who,
      `lost ${whose}, and ${printable(parent.comm)} (${parent.pid}) adopted ${whom}`,
      `(${orphanhood.certainty})`,
      page,
    ),
    ...(others.length === 0 ? [commandLine(first, page)] : []),
    ...labelledList('evidence', orphanhood.evidence, page),
    ...(others.length === 0
      ? heldLines(first, page)
      : alike.flatMap(orphan => [commandLine(orphan, page, nameOf(orphan)), ...heldLines(orphan, page)])),
    ...labelledLines('do', remedy(alike), page),
  ];
}

/** Wrapped as it is read, and marked after that: a name too long for the first line stays plain. */
function headingLines(who: string, what: string, certainty: string, {width, style}: Page): string[] {
  return wrapped(`${who} ${what} ${certainty}`, width, '', '  ').map((line, at) => {
    const marked = at === 0 && line.startsWith(who) ? style.strong(who) + line.slice(who.length) : line;
    return marked.endsWith(certainty) ? marked.slice(0, -certainty.length) + style.faint(certainty) : marked;
  });
}

function commandLine({process}: Orphan, page: Page, name?: string): string {
  const command = commandText(process);
  return `  ${fitted(name === undefined ? command : `${name}: ${command}`, page.width - 2, page)}`;
}

function heldLines({holds, daemonized}: Orphan, page: Page): string[] {
  if (!holds) return labelledList('holds', ['what it holds may not be seen'], page);
  const doubt =
    'not known: it is in a session of its own, but its output leads to a file, which may be that of who started it';
  return [
    ...labelledList('holds', holdingPhrases(holds), page),
    ...(daemonized() === null ? labelledLines('daemon', doubt, page) : []),
  ];
}

function remedy(alike: readonly Orphan[]): string {
  const command = endCommand(alike.map(({process}) => process));
  const holdSome = alike.some(({holds}) => holds !== undefined && holdingPhrases(holds).length > 0);
  return alike.length === 1
    ? `If nobody needs it: ${command} ends it${holdSome ? ', and releases what nobody else holds' : ''}.`
    : `If nobody needs them: ${command} ends them${holdSome ? ', and releases what nobody else holds' : ''}.`;
}

function undecidedLines({sessionLeadersOfInit: count}: OrphanScene, page: Page): string[] {
  if (count === 0) return [];
  const leaders = `${counted(count, 'session leader')} directly under init may be`;
  const what =
    count === 1 ? 'a daemon that init started, or an orphan' : 'daemons that init started, or orphans';
  return wrapped(`${leaders} ${what}: not told apart`, page.width);
}

function daemonLines(daemons: readonly Orphan[], page: Page): string[] {
  if (daemons.length === 0) return [];
  const heading = 'most likely left their parents to be daemons: own session, standard streams detached';
  return [
    ...wrapped(heading, page.width).map(page.style.strong),
    ...daemons.map(orphan => {
      const held = orphan.holds ? holdingPhrases(orphan.holds) : [];
      const holding = held.length > 0 ? `: ${held.join('; ')}` : '';
      return fitted(`  ${nameOf(orphan)}${printable(holding)}`, page.width, page);
    }),
    '',
  ];
}

function nameOf({process}: Orphan): string {
  return `${printable(process.comm)} (${process.pid})`;
}
