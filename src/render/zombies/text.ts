import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {JudgedCause, JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import type {Verdict} from '../../rules/rule.ts';
import {doingText, stateName, waitTargetText} from '../../rules/words/activity.ts';
import {containerName, named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {commandText} from '../command-line.ts';
import {durationText} from '../duration.ts';
import {counted, fitted, grouped, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';

/** How many zombies of a cause are shown; thousands say no more. */
const SHOWN = 10;

/** The answer for a person: who has most of them and why, how many there are; then by parent, whose the cause is. */
export function zombiesText(scene: JudgedScene, page: Page, showAll: boolean): string[] {
  const count = scene.parents.flatMap(({zombies}) => zombies).length;
  const among = amongText(scene);
  return [
    ...worstLines(scene, page),
    count === 0 ? page.style.good(`no zombies ${among}`) : `${counted(count, 'zombie')} ${among}`,
    ...scene.parents.flatMap(group => ['', ...parentLines(group, page, showAll)]),
    ...scene.exitedLeaders.flatMap(({process, verdict}) => ['', ...leaderLines(process, verdict, page)]),
  ];
}

/** The cause of most zombies of the parent that has most, in a sentence; nothing where there is none. */
function worstLines({parents}: JudgedScene, page: Page): string[] {
  const causes = [...(parents[0]?.causes ?? [])];
  const [worst] = causes.sort((a, b) => b.zombies.length - a.zombies.length);
  return worst ? wrapped(printable(worst.rule.headline(worst.zombies)), page.width) : [];
}

/** "among 119 processes", "of python3 (812) (4 elsewhere)". */
function amongText({lookedAt, ofParent}: JudgedScene): string {
  if (!ofParent) return `among ${counted(lookedAt, 'process', 'processes')}`;
  const {process, elsewhere} = ofParent;
  return `of ${printable(named(process))}${elsewhere === 0 ? '' : ` (${grouped(elsewhere)} elsewhere)`}`;
}

function parentLines(group: ParentGroup, page: Page, showAll: boolean): string[] {
  return [...parentHeading(group, page), ...group.causes.flatMap(cause => causeLines(cause, page, showAll))];
}

function parentHeading({ppid, reaper, zombies}: ParentGroup, page: Page): string[] {
  const has = `has ${counted(zombies.length, 'zombie')}`;
  if (!reaper) return [page.style.strong(`a parent that isn't visible from here (pid ${ppid}) ${has}`)];
  const {process} = reaper;
  const container = process.container();
  return [
    `${page.style.strong(printable(named(process)))} ${has}${container ? `, in ${container.runtime} container ${containerName(container)}` : ''}`,
    `  ${fitted(commandText(process), page.screen - 2, page)}`,
    `  ${page.style.faint(parentStateText(reaper))}`,
  ];
}

/** "sleeping, in wait4 for pid 4711". */
function parentStateText(reaper: Reaper): string {
  if (reaper.condition?.kind === 'exiting') return 'exiting';
  const activity = reaper.activities.main();
  const state = reaper.process.isExitedLeader()
    ? 'main thread exited, others are alive'
    : reaper.condition?.kind === 'frozen'
      ? 'frozen'
      : stateName(reaper.process.stat.state);
  if (!activity) return `${state}; what it is blocked in can't be read`;
  const {doing, waitsFor} = activity;
  if (doing.kind === 'running') return 'running';
  if (doing.kind === 'outside-of-calls') return `${state}, ${doingText(doing)}`;
  return `${state}, in ${doingText(doing)}${waitsFor ? ` for ${waitTargetText(waitsFor)}` : ''}`;
}

function causeLines({verdict, zombies}: JudgedCause, page: Page, showAll: boolean): string[] {
  const shown = showAll ? zombies : zombies.slice(0, SHOWN);
  const rows = shown.map(zombieCells);
  const widths = [0, 1, 2].map(at => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const lines = rows.map(([pid = '', comm = '', died = '', status = '']) =>
    fitted(
      `    ${pid.padStart(widths[0] ?? 0)}  ${comm.padEnd(widths[1] ?? 0)}  ${died.padEnd(widths[2] ?? 0)}  ${status}`,
      page.width,
      page,
    ),
  );
  const hidden = zombies.length - shown.length;
  const more =
    hidden === 0 ? [] : [page.style.faint(`    ${branchSignsFor().more} ${grouped(hidden)} more (--all)`)];
  return ['', ...verdictLines(verdict, page), '', ...lines, ...more];
}

function zombieCells(zombie: Zombie): string[] {
  const {process, deadForSeconds} = zombie;
  const waitStatus = zombie.waitStatus();
  const inner = zombie.innerPids();
  return [
    String(process.pid) + (inner.length > 0 ? ` (${inner.join(', ')} inside)` : ''),
    printable(process.comm),
    deadForSeconds === null ? 'died, unknown when' : `died ${durationText(deadForSeconds)} ago`,
    waitStatus === null ? 'status not readable' : waitStatusText(decodeWaitStatus(waitStatus)),
  ];
}

function leaderLines(process: Process, verdict: Verdict, page: Page): string[] {
  return [
    `${page.style.strong(printable(named(process)))} isn't a zombie`,
    '',
    ...verdictLines(verdict, page),
  ];
}
