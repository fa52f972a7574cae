import {SIGKILL, SIGSTOP} from '../../parse/signals/numbers.ts';
import {defaultAction, type SignalAction} from '../../parse/signals/signal-actions.ts';
import {activitiesOf} from '../activities.ts';
import {isInit, isInnerInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {SignalState} from '../signals/signal-state.ts';
import {blocks, signalfdFor, sigwaiterFor} from '../signals/takers.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';

/**
 * What becomes of a signal that is sent to a process that can run. ignored, and by-default: it is discarded, since the
 * process ignores it, or since that is its default action. init: it is discarded, since PID 1 of a pid namespace gets
 * only what it has a handler for (pid_namespaces(7)). kept: every thread blocks it, so that it stays pending; `isKnown`:
 * whether it can be seen that no signalfd takes it. waiter: a thread takes it in sigwait(3). signalfd: a read of the
 * descriptor takes it. handler: the thread runs the handler, the main thread where that does not block it. act: the
 * default action.
 */
export type Outcome =
  | {readonly kind: 'ignored' | 'by-default' | 'init'}
  | {readonly kind: 'kept'; readonly isKnown: boolean}
  | {readonly kind: 'waiter' | 'handler'; readonly thread: Thread | undefined}
  | {readonly kind: 'signalfd'; readonly fd: number}
  | {readonly kind: 'act'; readonly action: Exclude<SignalAction, 'ignore'>};

/** By signal(7) and the kernel's sig_ignored() and complete_signal() (kernel/signal.c). */
export function outcomeOf(
  snapshot: Snapshot,
  process: Process,
  signal: number,
  {disposition, blocked}: SignalState,
): Outcome {
  const waiter = sigwaiterFor(activitiesOf(snapshot, process).all, signal);
  if (waiter) return {kind: 'waiter', thread: waiter};
  if (blocked) {
    const fd = signalfdFor(process, signal);
    return fd === undefined ? {kind: 'kept', isKnown: process.descriptors().ok} : {kind: 'signalfd', fd};
  }
  if (disposition === 'ignored') return {kind: 'ignored'};
  if (disposition === 'caught') {
    const threads = process.liveThreads().filter(thread => !blocks(thread, signal));
    return {kind: 'handler', thread: threads.find(({tid}) => tid === process.pid) ?? threads[0]};
  }
  const action = defaultAction(signal) ?? 'terminate';
  if (action === 'ignore') return {kind: 'by-default'};
  return isSparedByKernel(snapshot, process, signal) ? {kind: 'init'} : {kind: 'act', action};
}

/** PID 1 of a container can be killed and stopped from outside; the machine's own by nobody. */
function isSparedByKernel(snapshot: Snapshot, process: Process, signal: number): boolean {
  if (isInit(process) !== true) return false;
  const isForced = signal === SIGKILL || signal === SIGSTOP;
  return !isForced || isInnerInit(snapshot, process) === false;
}
