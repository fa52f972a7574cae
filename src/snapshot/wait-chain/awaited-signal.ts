import {orUndefined} from '../../kernel/read.ts';
import type {BlockingCall} from '../../parse/calls/blocking-call.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Thread} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {Awaited} from './awaited.ts';

/** Bytes of a sigset_t as the kernel takes it: 64 signals. */
const SIGSET_SIZE = 8;

/** What a thread waits for that sleeps until a signal comes: the end of a child, most likely, where that sends one. */
export function awaitedSignal(
  snapshot: Snapshot,
  thread: Thread,
  {set, timed}: BlockingCall & {kind: 'signal'},
): Awaited[] {
  const wakes = set === undefined ? isCaught(thread) : isAmong(snapshot, thread, set);
  const signal: Awaited = wakes ? {kind: 'child-signal'} : {kind: 'other', what: 'a signal'};
  return timed ? [signal, {kind: 'other', what: 'time'}] : [signal];
}

/** While it is in rt_sigsuspend(2), a thread's mask is the one that this was given. */
function isCaught(thread: Thread): boolean {
  const status = orUndefined(thread.status());
  return status !== undefined && hasSignal(status.caught, SIGCHLD) && !hasSignal(status.blocked, SIGCHLD);
}

function isAmong(snapshot: Snapshot, {tid}: Thread, address: bigint): boolean {
  const bytes = readMemory(snapshot, tid, address, SIGSET_SIZE);
  return bytes !== undefined && hasSignal(bytes.readBigUInt64LE(), SIGCHLD);
}
