import type {BlockedCall} from '../../kernel/process-table/blocked-call.ts';
import {orUndefined} from '../../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall, type Watched} from '../../parse/calls/blocking-call.ts';
import {syscallName} from '../../parse/calls/syscall-names.ts';
import {readBlockedCalls} from '../calls/blocked-calls.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';

/** Calls that time or a signal may end. */
const openToOthers: ReadonlySet<BlockingCall['kind']> = new Set(['other', 'signal', 'restarted']);

/** Calls that show a wait for other processes. */
const forOthers: ReadonlySet<BlockingCall['kind']> = new Set(['descriptors', 'connect', 'lock', 'children']);

/** A process whose threads all sleep in calls that only others can end. */
export interface OutwardWait {
  readonly process: Process;
  /** The descriptor that its only thread sleeps on, in a read or write; undefined: it has more threads, or another call. */
  readonly through: Watched | undefined;
}

/**
 * The waits of processes of which every thread sleeps in a call that, as far as its number and arguments show, only others
 * can end, and one of them in a read or write, or in a wait for a lock or a child. A look at their descriptors would take
 * longer.
 */
export async function outwardWaits(snapshot: Snapshot, asked: readonly Process[]): Promise<OutwardWait[]> {
  const blocked = readBlockedCalls(snapshot, await snapshot.syscalls());
  // Workers are in one call, which is decoded once.
  const blockingIn = onceEach((call: BlockedCall) => blockingCall(snapshot, call));
  const blockingOf = (thread: Thread) => {
    const call = blocked?.get(thread.tid) ?? callOf(thread);
    return call && blockingIn(call);
  };
  return asked.flatMap(process => outwardWait(process, blockingOf) ?? []);
}

function callOf(thread: Thread): BlockedCall | undefined {
  const state = orUndefined(thread.syscall());
  return state?.kind === 'in-syscall' ? state : undefined;
}

function outwardWait(
  process: Process,
  blockingOf: (thread: Thread) => BlockingCall | undefined,
): OutwardWait | undefined {
  const {kernelThread, state} = process.stat;
  if (kernelThread || state === 'R' || process.isZombie()) return undefined;
  const threads = process.liveThreads();
  let waits = false;
  let through: Watched | undefined;
  for (const thread of threads) {
    const blocking = blockingOf(thread);
    if (!blocking || openToOthers.has(blocking.kind) || ('timed' in blocking && blocking.timed))
      return undefined;
    waits ||= forOthers.has(blocking.kind);
    if (blocking.kind === 'descriptors' && thread.stat.state === 'S' && threads.length === 1)
      through = only(blocking.watched);
  }
  return waits ? {process, through} : undefined;
}

function only<T>([first, ...more]: readonly T[]): T | undefined {
  return more.length === 0 ? first : undefined;
}

function blockingCall({machine}: Snapshot, {number, args}: BlockedCall): BlockingCall | undefined {
  const name = syscallName(number, machine.host.arch);
  return name === undefined ? undefined : decodeBlockingCall(name, args);
}
