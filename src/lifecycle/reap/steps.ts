import {setTimeout as sleep} from 'node:timers/promises';
import type {ChildFunctions} from '../../kernel/children/c-functions.ts';
import {signalProcess} from '../../kernel/children/pidfd.ts';
import {type Errno, found, type Read, unreadable} from '../../kernel/read.ts';
import {writeControlFile} from '../../kernel/text-file.ts';
import {SIGCHLD, SIGCONT, SIGTERM} from '../../parse/signals/numbers.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Action, Futility, Plan} from './plan.ts';

/** How long a parent has to reap after a signal, in milliseconds. */
const PATIENCE_MS = 5000;
/** How long it has to exit after SIGTERM, and its adopter to reap. */
const END_PATIENCE_MS = 10_000;
/** How long one that runs again has before SIGCHLD follows. */
const SHORT_PATIENCE_MS = 1000;
const POLL_MS = 20;
/** Thousands of zombies may take a signal each: the user can ask again. */
const LONGEST_MS = 60_000;

/**
 * What came of a step. planned: it was not asked for, and may help. not-needed: nothing was left to do. taken: it was
 * done `times` times, and `reaped` of the zombies that were there before are gone. failed: not done, for this errno.
 */
export type Outcome =
  | {readonly kind: 'planned' | 'not-needed' | 'declined'}
  | {readonly kind: 'futile'; readonly futility: Futility}
  | {readonly kind: 'taken'; readonly times: number; readonly reaped: number; readonly left: number}
  | {readonly kind: 'failed'; readonly errno: Errno};

export interface Step {
  readonly action: Action;
  readonly plan: Plan & {readonly reaper: Reaper};
  readonly outcome: Outcome;
}

/** How steps are taken. */
export interface Means {
  readonly functions: ChildFunctions;
  /** The actions that were asked for. */
  readonly wanted: ReadonlySet<Action>;
  /** Every zombie that is there, asked about or not. */
  readonly all: readonly Zombie[];
  /** Told before an action is done; false: it is not to be done. */
  readonly before: (action: Action, plan: Step['plan']) => Promise<boolean>;
}

/** What would be done, where nothing is. */
export function plannedSteps({reaper, ...plan}: Plan): readonly Step[] {
  if (!reaper) return [];
  return plan.options.map(({action, futility}) => ({
    action,
    plan: {...plan, reaper},
    outcome: futility === undefined ? {kind: 'planned'} : {kind: 'futile', futility},
  }));
}

/** Does what was asked for and may help, the least first, until no zombie of the plan is left. */
export async function takeSteps(plan: Plan, means: Means): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const isHeld = () => steps.some(step => letsRun(step) && step.outcome.kind !== 'taken');
  for (const step of plannedSteps(plan)) {
    const {action, outcome} = step;
    if (!plan.zombies.some(({process}) => isThere(process)))
      steps.push({...step, outcome: {kind: 'not-needed'}});
    else if (outcome.kind === 'futile' || !means.wanted.has(action)) steps.push(step);
    else if (!letsRun(step) && isHeld())
      steps.push({...step, outcome: {kind: 'futile', futility: 'cannot-run'}});
    else steps.push({...step, outcome: await take(step, means)});
  }
  return steps;
}

function letsRun({action}: Step): boolean {
  return action === 'sigcont' || action === 'thaw';
}

async function take({action, plan}: Step, means: Means): Promise<Outcome> {
  const before = stillThere(plan.zombies.map(({process}) => process));
  if (!(await means.before(action, plan))) return {kind: 'declined'};
  const done = action === 'sigchld' ? await announce(plan, means) : await once(action, plan, means);
  if (!done.ok) return {kind: 'failed', errno: done.errno};
  const left = stillThere(before).length;
  return {kind: 'taken', times: done.value, reaped: before.length - left, left};
}

async function once(action: Action, plan: Step['plan'], means: Means): Promise<Read<number>> {
  const parent = plan.reaper.process;
  const sent =
    action === 'thaw' ? thaw(plan.reaper) : send(means, parent, action === 'sigcont' ? SIGCONT : SIGTERM);
  if (!sent.ok) return sent;
  const zombies = plan.zombies.map(({process}) => process);
  await poll(patienceAfter(action, plan), () => !zombies.some(isThere));
  return found(1);
}

function patienceAfter(action: Action, {options}: Plan): number {
  if (action === 'end-parent') return END_PATIENCE_MS;
  const isFollowed = options.some(option => option.action === 'sigchld' && option.futility === undefined);
  return isFollowed ? SHORT_PATIENCE_MS : PATIENCE_MS;
}

/**
 * Sends SIGCHLD, and again for as long as each one makes the parent reap: a handler may reap one child a signal, and
 * another one first than the one that was asked about.
 */
async function announce(plan: Step['plan'], means: Means): Promise<Read<number>> {
  const zombies = plan.zombies.map(({process}) => process);
  let family: readonly Process[] = means.all
    .filter(({reaper}) => reaper === plan.reaper)
    .map(({process}) => process);
  const deadline = performance.now() + LONGEST_MS;
  for (let times = 1; ; times++) {
    const sent = send(means, plan.reaper.process, SIGCHLD);
    if (!sent.ok) return times === 1 ? sent : found(times - 1);
    const before = family.length;
    await poll(PATIENCE_MS, () => {
      family = stillThere(family);
      return family.length < before;
    });
    const isUseless = family.length === before;
    // A handler that loops keeps reaping, and needs no further signal.
    for (let last = before; family.length < last && zombies.some(isThere); ) {
      last = family.length;
      await sleep(POLL_MS);
      family = stillThere(family);
    }
    if (isUseless || !zombies.some(isThere) || performance.now() > deadline) return found(times);
  }
}

function send({functions}: Means, parent: Process, signal: number): Read<void> {
  return signalProcess(functions, parent.pid, signal, () => parent.isStillThere());
}

/** By the same files as `thawCommand` of the rules: cgroups(7), and cgroup-v1/freezer-subsystem. */
function thaw({condition, process}: Reaper): Read<void> {
  if (condition?.kind !== 'frozen' || condition.folder === undefined) return unreadable('ENOENT');
  if (!process.isStillThere()) return unreadable('ESRCH');
  const {folder, version} = condition;
  return version === 2
    ? writeControlFile(`${folder}/cgroup.freeze`, '0')
    : writeControlFile(`${folder}/freezer.state`, 'THAWED');
}

function stillThere(processes: readonly Process[]): readonly Process[] {
  return processes.filter(isThere);
}

function isThere(process: Process): boolean {
  return process.isStillThere();
}

async function poll(patienceMs: number, isDone: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isDone() && performance.now() < deadline) await sleep(POLL_MS);
}
