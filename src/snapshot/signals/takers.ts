import {orUndefined} from '../../kernel/read.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Activity} from '../activity.ts';
import type {Process} from '../process.ts';
import type {Thread} from '../thread.ts';

/** A descriptor of a process that takes a signal: signalfd(2). Undefined also where its descriptors can't be read. */
export function signalfdFor(process: Process, signal: number): number | undefined {
  const descriptors = orUndefined(process.descriptors()) ?? [];
  const signalfds = descriptors.filter(one => orUndefined(one.target()) === 'anon_inode:[signalfd]');
  return signalfds.find(one => hasSignal(orUndefined(one.info())?.signalMask ?? 0n, signal))?.fd;
}

/**
 * The thread of a process that waits for a signal in sigwait(3): a thread in rt_sigtimedwait(2) that does not block
 * the signal, while all others do. The kernel takes what such a thread waits for out of its mask as long as it sleeps
 * (kernel/signal.c, do_sigtimedwait), and sigwait(3) asks the other threads to block it. Where its memory can be read, that
 * has the signals that it waits for, which others that nobody blocks look like.
 *
 * @param activities what each live thread of the process is doing
 */
export function sigwaiterFor(activities: readonly Activity[], signal: number): Thread | undefined {
  const waiting = activities.filter(({call}) => call === 'rt_sigtimedwait');
  const others = activities.filter(({call}) => call !== 'rt_sigtimedwait');
  if (others.some(({thread}) => !blocks(thread, signal))) return undefined;
  return waiting.find(({thread, awaitedSignals}) =>
    awaitedSignals === undefined ? !blocks(thread, signal) : hasSignal(awaitedSignals, signal),
  )?.thread;
}

/** Whether every live thread of a process is seen to block a signal: only then it stays pending. */
export function isBlocked(process: Process, signal: number): boolean {
  const threads = process.liveThreads();
  return threads.length > 0 && threads.every(thread => blocks(thread, signal));
}

/** Whether a signal is pending for a process, or for one of its live threads alone. */
export function isPending(process: Process, signal: number): boolean {
  const shared = orUndefined(process.status())?.sharedPending ?? 0n;
  return (
    hasSignal(shared, signal) ||
    process.liveThreads().some(thread => hasSignal(orUndefined(thread.status())?.pending ?? 0n, signal))
  );
}

/** Whether a thread is seen to block a signal. */
export function blocks(thread: Thread, signal: number): boolean {
  const status = orUndefined(thread.status());
  return status !== undefined && hasSignal(status.blocked, signal);
}
