import {orUndefined} from '../../kernel/read.ts';
import type {BlockingCall} from '../../parse/calls/blocking-call.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {readSignalSet} from '../activity.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {type Awaited, type BlockedThread, wokenBy} from './awaited.ts';

/** What a thread waits for that sleeps until a signal comes: likely the exit of a child, where SIGCHLD is one of them. */
export function awaitedSignal(
  snapshot: Snapshot,
  thread: Thread,
  {set, timed}: BlockingCall & {kind: 'signal'},
): Awaited[] {
  const wakes = set === undefined ? isCaught(thread) : isAmong(snapshot, thread, set);
  const signal: Awaited = wakes ? {kind: 'child-signal'} : wokenBy({kind: 'signal'});
  return timed ? [signal, wokenBy({kind: 'time'})] : [signal];
}

/**
 * What else ends the wait of an event loop: a signal handler that the main thread runs first, as that is where the kernel
 * delivers what is sent to a process, for the exit of a child (epoll_wait(2), poll(2) and select(2) are never restarted).
 */
export function awaitedByLoop(process: Process, {tid, awaited}: BlockedThread): Awaited[] {
  const main = process.liveThreads().find(thread => thread.tid === process.pid && thread.tid === tid);
  const isLoop = awaited.some(one => 'watched' in one && one.watched);
  return isLoop && main && isCaught(main) ? [{kind: 'child-of-loop'}] : [];
}

/** While a thread is in rt_sigsuspend(2), its mask is the one that the call was given. */
function isCaught(thread: Thread): boolean {
  const status = orUndefined(thread.status());
  return status !== undefined && hasSignal(status.caught, SIGCHLD) && !hasSignal(status.blocked, SIGCHLD);
}

function isAmong(snapshot: Snapshot, thread: Thread, address: bigint): boolean {
  const signals = readSignalSet(snapshot, thread, address);
  return signals !== undefined && hasSignal(signals, SIGCHLD);
}
