import {stateName} from '../../parse/process/pid-stat.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {Verdict} from '../../rules/rule.ts';
import type {JudgedScene, JudgedZombie, ParentGroup} from '../../rules/zombies/index.ts';
import {waitTargetText} from '../../snapshot/activity.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {commandText} from '../command-line.ts';
import {durationText} from '../duration.ts';
import {counted, fitted, grouped, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';

/** How many zombies of a parent are shown; thousands look all alike. */
const SHOWN = 10;

/** The answer for a person: by parent, because the cause is the parent's; then its zombies. */
export function zombiesText(scene: JudgedScene, page: Page, showAll: boolean): string[] {
  const zombies = scene.parents.flatMap(group => group.zombies);
  const total = `${counted(zombies.length, 'zombie')} among ${counted(scene.lookedAt, 'process', 'processes')}`;
  return [
    ...scene.parents.flatMap(group => [...parentLines(group, page, showAll), '']),
    ...scene.exitedLeaders.flatMap(({process, verdict}) => [...leaderLines(process, verdict, page), '']),
    zombies.length === 0
      ? page.style.good(`no zombies among ${counted(scene.lookedAt, 'process', 'processes')}`)
      : total,
  ];
}

function parentLines(group: ParentGroup, page: Page, showAll: boolean): string[] {
  const causes = [...groupBy(group.zombies, ({verdict}) => verdict.rule).values()];
  return [...parentHeading(group, page), ...causes.flatMap(judged => causeLines(judged, page, showAll))];
}

function parentHeading({ppid, reaper, zombies}: ParentGroup, page: Page): string[] {
  const has = `has ${counted(zombies.length, 'zombie')}`;
  if (!reaper) return [page.style.strong(`a parent that cannot be seen from here (pid ${ppid}) ${has}`)];
  const {process} = reaper;
  const container = process.container();
  return [
    `${page.style.strong(`${printable(process.comm)} (${process.pid})`)} ${has}${container ? `, in ${container.runtime} container ${container.id.slice(0, 12)}` : ''}`,
    `  ${fitted(commandText(process), page.width - 2, page)}`,
    `  ${page.style.faint(doingText(reaper))}`,
  ];
}

/** "sleeping, in wait4 for pid 4711". */
function doingText(reaper: Reaper): string {
  const activity = reaper.mainActivity();
  const state = reaper.process.isExitedLeader()
    ? 'main thread ended, others live'
    : stateName(reaper.process.stat.state);
  if (!activity) return `${state}; what it is blocked in may not be seen`;
  const target = activity.waitsFor ? ` for ${waitTargetText(activity.waitsFor)}` : '';
  return activity.doing === 'running' ? 'running' : `${state}, in ${activity.doing}${target}`;
}

function causeLines(judged: readonly JudgedZombie[], page: Page, showAll: boolean): string[] {
  const [first] = judged;
  if (!first) return [];
  const shown = showAll ? judged : judged.slice(0, SHOWN);
  const rows = shown.map(({zombie}) => zombieCells(zombie));
  const widths = [0, 1, 2].map(at => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const lines = rows.map(([pid = '', comm = '', died = '', status = '']) =>
    fitted(
      `    ${pid.padStart(widths[0] ?? 0)}  ${comm.padEnd(widths[1] ?? 0)}  ${died.padEnd(widths[2] ?? 0)}  ${status}`,
      page.width,
      page,
    ),
  );
  const hidden = judged.length - shown.length;
  const more =
    hidden === 0 ? [] : [page.style.faint(`    ${branchSignsFor().more} ${grouped(hidden)} more (--all)`)];
  return ['', ...verdictLines(first.verdict, page), '', ...lines, ...more];
}

function zombieCells(zombie: Zombie): string[] {
  const {process, deadForSeconds} = zombie;
  const waitStatus = zombie.waitStatus();
  const inner = zombie.innerPids();
  return [
    String(process.pid) + (inner.length > 0 ? ` (${inner.join(', ')} inside)` : ''),
    printable(process.comm),
    deadForSeconds === null ? 'died, unknown when' : `died ${durationText(deadForSeconds)} ago`,
    waitStatus === null ? 'status not readable' : decodeWaitStatus(waitStatus).summary,
  ];
}

function leaderLines(process: Process, verdict: Verdict, page: Page): string[] {
  const heading = `${page.style.strong(`${printable(process.comm)} (${process.pid})`)} is no zombie`;
  return [heading, '', ...verdictLines(verdict, page)];
}
