import {orUndefined} from '../../kernel/read.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {activitiesOf} from '../activities.ts';
import type {Activity} from '../activity.ts';
import {conditionOf} from '../condition.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import {oncePer} from '../once.ts';
import {isTimed} from '../open-ended.ts';
import {isSame, type Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import {secondLook, sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import {inHandler} from './handler.ts';
import {maskGiverOf} from './line.ts';
import {isBlocked, isPending} from './takers.ts';

/** A thread that seems to be in a signal handler. */
export interface Handling {
  readonly kind: 'in-handler';
  /** What the thread is doing in the handler. */
  readonly activity: Activity;
  /** Whether the thread no longer blocks the signal when the handler has returned. */
  readonly comesFree: boolean;
  /** See `Blockage`. */
  readonly mayBeSection: boolean;
}

/** For how long a program may well sleep in a critical section, or in a signal handler: a container's stop waits as long for it. */
export const LONGEST_SECTION_SECONDS = 10;

/**
 * How long a signal that every thread of a process blocks stays so, and stays pending if it is. moment: a second look no
 * longer shows it. lasting: two looks show the same threads asleep in the same calls, which time alone does not end,
 * outside of any handler. unclear: neither is shown. The process may be in a handler, which memory that can't be read
 * would show; it may poll, when the call that it sleeps in times out; or the signal may pass all the same. `hasRun`:
 * whether a thread is seen to have run between the looks, with any mask. `mayBeSection`: the program may have blocked the
 * signal itself for a while, and unblock it when its call returns: it isn't seen to have inherited the mask, and has not
 * slept for as long as a stop waits.
 */
export type Blockage =
  | Handling
  | {readonly kind: 'moment'}
  | {readonly kind: 'lasting'; readonly mayBeSection: boolean}
  | {
      readonly kind: 'unclear';
      readonly may: 'be-in-handler' | 'poll' | 'pass';
      readonly hasRun: boolean;
      readonly mayBeSection: boolean;
    };

/**
 * Whether the program that blocks the signal may be in a critical section that it began itself, and that ends before
 * a stop gives up on it.
 */
export function mayBeSection(blockage: Blockage | undefined): boolean {
  return blockage !== undefined && blockage.kind !== 'moment' && blockage.mayBeSection;
}

const known = oncePer((_: Process) => new Map<number, Promise<Blockage>>());

/**
 * Looks a second time, and at the stacks of the threads, so it is asked only of a signal that every thread blocks. Rules
 * about zombies and rules about SIGCHLD get one answer.
 */
export function readBlockage(snapshot: Snapshot, process: Process, signal: number): Promise<Blockage> {
  const kept = known(process);
  const answer = kept.get(signal) ?? lookAtBlockage(snapshot, process, signal);
  kept.set(signal, answer);
  return answer;
}

async function lookAtBlockage(snapshot: Snapshot, process: Process, signal: number): Promise<Blockage> {
  // The stacks and the children come before the pause: they belong to the first look.
  const handling = handlingOf(snapshot, process, signal);
  const zombies = snapshot.childrenOf(process).filter(child => child.isZombie());
  const [hasSlept, second] = await Promise.all([sleptThrough(snapshot, process), secondLook(snapshot)]);
  const hasRun = hasSlept === false;
  const hasExited = second && !isStillThere(second, process);
  if (hasExited || (second && hasRun && hasPassed(second, process, zombies, signal))) return {kind: 'moment'};
  const mayBeSection = await mayBeInSection(snapshot, process, signal);
  if (typeof handling === 'object') return {...handling, mayBeSection};
  if (handling === 'unknown') return {kind: 'unclear', may: 'be-in-handler', hasRun, mayBeSection};
  const activities = activitiesOf(snapshot, process);
  await activities.lookAtSockets();
  const canRun = conditionOf(snapshot, process) === undefined;
  if (canRun && hasSlept === true && activities.isTimeless()) return {kind: 'lasting', mayBeSection};
  return {
    kind: 'unclear',
    may: activities.all.some(isTimed) || activities.mayTimerWake() ? 'poll' : 'pass',
    hasRun,
    mayBeSection,
  };
}

async function mayBeInSection(snapshot: Snapshot, process: Process, signal: number): Promise<boolean> {
  if (neverForks(process) || maskGiverOf(snapshot, process, signal) !== undefined) return false;
  const threads = process.liveThreads();
  const secondsOf = await secondsSinceLastRun(snapshot, threads);
  return threads.some(thread => (secondsOf(thread) ?? 0) < LONGEST_SECTION_SECONDS);
}

/** Whether the later look no longer shows the signal, or another one: a pending SIGCHLD stands for a zombie at both looks. */
function hasPassed(second: Snapshot, process: Process, zombies: readonly Process[], signal: number): boolean {
  const now = second.find(process.pid);
  if (!now) return false;
  if (!isBlocked(now, signal) || (isPending(process, signal) && !isPending(now, signal))) return true;
  return (
    signal === SIGCHLD &&
    isPending(process, signal) &&
    !zombies.some(zombie => isStillThere(second, zombie, 'dead'))
  );
}

/** Whether a process is still there, alive, or dead and not reaped. */
function isStillThere(second: Snapshot, process: Process, state: 'alive' | 'dead' = 'alive'): boolean {
  const now = second.find(process.pid);
  return now !== undefined && isSame(now, process) && now.isZombie() === (state === 'dead');
}

/**
 * A signal is blocked while its handler runs, and so are those of sa_mask: sigaction(2). With sigsuspend(2) or ppoll(2), a
 * program may unblock a signal for its handler alone: then the mask to come back to has it, too.
 */
function handlingOf(
  snapshot: Snapshot,
  process: Process,
  signal: number,
): Omit<Handling, 'mayBeSection'> | 'none' | 'unknown' {
  const caught = orUndefined(process.status())?.caught;
  if (caught === 0n) return 'none';
  const seen = activitiesOf(snapshot, process).all.map(activity => ({
    activity,
    state: inHandler(snapshot, activity.thread),
  }));
  const handlings = seen.flatMap(({activity, state}): Omit<Handling, 'mayBeSection'>[] => {
    if (state.kind !== 'in-handler') return [];
    const comesFree = state.frames.some(({maskAfter}) => !hasSignal(maskAfter, signal));
    return [{kind: 'in-handler', activity, comesFree}];
  });
  const isCaught = caught === undefined || hasSignal(caught, signal);
  const handling = handlings.find(({comesFree}) => comesFree) ?? (isCaught ? handlings[0] : undefined);
  return handling ?? (seen.some(({state}) => state.kind === 'unknown') ? 'unknown' : 'none');
}
