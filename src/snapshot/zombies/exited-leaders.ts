import {isEnding} from '../condition.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';

/** An exit is over sooner than this, unless a thread is stuck in it: in seconds. */
const LONGEST_EXIT = 1;

/**
 * Processes whose main thread has exited, without those that exit as a whole: of a process of many threads that exits, the main
 * one is often the first to be gone, and the others follow in a moment: but one in uninterruptible sleep that has not run
 * since, as it waits for a server of files, keeps the process from its end, also after SIGKILL.
 */
export async function lastingLeaders(
  snapshot: Snapshot,
  leaders: readonly Process[],
): Promise<readonly Process[]> {
  const ending = new Set(leaders.filter(isEnding));
  const sleepers = [...ending].flatMap(inUninterruptibleSleep);
  const secondsOf = await secondsSinceLastRun(snapshot, sleepers);
  const isStuck = (thread: Thread) => (secondsOf(thread) ?? 0) >= LONGEST_EXIT;
  return leaders.filter(leader => !ending.has(leader) || inUninterruptibleSleep(leader).some(isStuck));
}

/** The threads that take no signal until the kernel wakes them. */
export function inUninterruptibleSleep(process: Process): Thread[] {
  return process.liveThreads().filter(({stat}) => stat.state === 'D');
}
