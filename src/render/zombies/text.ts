import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {JudgedCause, JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import type {Several, Verdict} from '../../rules/rule.ts';
import {doingText, stateName, waitTargetText} from '../../rules/words/activity.ts';
import {grouped, listed} from '../../rules/words/listed.ts';
import {containerName, named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {durationText} from '../duration.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';
import {type AlikeParents, alikeParents, zombiesOf} from './alike.ts';

/** How many zombies of a cause are shown; thousands say no more. */
const SHOWN = 10;

/** How many parents that are alike are named in a heading. */
const NAMED = 6;

/** The answer for a person: who has most of them and why, how many there are; then by parent, whose the cause is. */
export function zombiesText(
  scene: JudgedScene,
  page: Page,
  showAll: boolean,
  introduce: Introduce,
): string[] {
  const count = scene.parents.reduce((sum, {zombies}) => sum + zombies.length, 0);
  const among = amongText(scene);
  const parents = showAll ? scene.parents.map(first => ({first, others: []})) : alikeParents(scene.parents);
  return [
    ...worstLines(parents[0], page),
    count === 0 ? page.style.good(`no zombies ${among}`) : `${counted(count, 'zombie')} ${among}`,
    ...parents.flatMap(alike => ['', ...parentLines(alike, page, introduce, showAll)]),
    ...scene.exitedLeaders.flatMap(({process, verdict}) => ['', ...leaderLines(process, verdict, page)]),
  ];
}

/** The cause of most zombies of the parent that has most, in a sentence, and how many more are like it. */
function worstLines(alike: AlikeParents | undefined, page: Page): string[] {
  const causes = [...(alike?.first.causes ?? [])];
  const [worst] = causes.sort((a, b) => b.zombies.length - a.zombies.length);
  if (!alike || !worst) return [];
  const {first, others} = alike;
  const more = counted(zombiesOf(alike) - first.zombies.length, 'zombie');
  const likewise =
    others.length === 0 ? '' : ` The same is true of ${counted(others.length, 'more parent')}, with ${more}.`;
  return wrapped(printable(worst.rule.headline(worst.zombies)) + likewise, page.width).map(page.style.strong);
}

/** "among 119 processes", "of python3 (812) (4 elsewhere)". */
function amongText({lookedAt, ofParent}: JudgedScene): string {
  if (!ofParent) return `among ${counted(lookedAt, 'process', 'processes')}`;
  const {process, elsewhere} = ofParent;
  return `of ${printable(named(process))}${elsewhere === 0 ? '' : ` (${grouped(elsewhere)} elsewhere)`}`;
}

function parentLines(alike: AlikeParents, page: Page, introduce: Introduce, showAll: boolean): string[] {
  const {first, others} = alike;
  return [
    ...(others.length === 0 ? parentHeading(first, page, introduce) : alikeHeading(alike, page, introduce)),
    ...first.causes.flatMap(cause =>
      causeLines([cause, ...others.flatMap(other => causesLike(cause, other))], page, showAll),
    ),
  ];
}

function causesLike({verdict}: JudgedCause, {causes}: ParentGroup): JudgedCause[] {
  return causes.filter(
    one => one.verdict.rule === verdict.rule && one.verdict.certainty === verdict.certainty,
  );
}

function parentHeading({ppid, reaper, zombies}: ParentGroup, page: Page, introduce: Introduce): string[] {
  const has = `has ${counted(zombies.length, 'zombie')}`;
  if (!reaper) return [page.style.strong(`a parent that isn't visible from here (pid ${ppid}) ${has}`)];
  const {process} = reaper;
  return [
    `${page.style.strong(printable(named(process)))} ${has}${containerText(process)}`,
    ...introductionLine(process, introduce, page),
    `  ${page.style.faint(parentStateText(reaper))}`,
  ];
}

/** "python3 (3 parents: 411, 412 and 413) have 7 zombies"; what stands below is said of the first. */
function alikeHeading(alike: AlikeParents, page: Page, introduce: Introduce): string[] {
  const {first, others} = alike;
  const process = first.reaper?.process;
  if (!process) return [];
  const pids = listed(
    [first, ...others].map(({ppid}) => `${ppid}`),
    NAMED,
  );
  const who = `${printable(process.comm)} (${counted(others.length + 1, 'parent')}: ${pids})`;
  return [
    `${page.style.strong(who)} have ${counted(zombiesOf(alike), 'zombie')}${containerText(process)}`,
    ...introductionLine(process, introduce, page),
    page.style.faint(`  Below, ${printable(named(process))} stands for all of them; --all shows each.`),
  ];
}

function containerText(process: Process): string {
  const container = process.container();
  return container ? `, in ${container.runtime} container ${containerName(container)}` : '';
}

/** What a parent does: "sleeping, in wait4 for pid 4711". */
export function parentStateText(reaper: Reaper): string {
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

/** Why zombies are there, and which: of one parent, or of several that are alike. */
function causeLines(causes: Several<JudgedCause>, page: Page, showAll: boolean): string[] {
  const zombies = causes.flatMap(cause => cause.zombies);
  const shown = showAll ? zombies : zombies.slice(0, SHOWN);
  // Below the heading of several parents, whose child it is.
  const rows = shown.map(zombie => zombieCells(zombie, causes.length > 1));
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
  return ['', ...verdictLines(causes[0].verdict, page), '', ...lines, ...more];
}

/** A zombie in cells: its PID, its name, when it died, and how. `isOfSeveral`: whether its parent is to be named. */
export function zombieCells(zombie: Zombie, isOfSeveral: boolean): string[] {
  const {process, deadForSeconds} = zombie;
  const waitStatus = zombie.waitStatus();
  const inner = zombie.innerPids();
  return [
    String(process.pid) +
      (inner.length > 0 ? ` (${inner.join(', ')} inside)` : '') +
      (isOfSeveral ? ` of ${process.stat.ppid}` : ''),
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
