import {orUndefined} from '../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../parse/calls/blocking-call.ts';
import {SIGALRM} from '../parse/signals/numbers.ts';
import {hasSignal} from '../parse/signals/signal-set.ts';
import type {Activity} from './activity.ts';
import {descriptorOf} from './descriptor.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/**
 * Whether a thread is seen to sleep in a call that time alone does not end, as far as the call shows: a socket may end it:
 * see `socketWaits`.
 */
export function isOpenEnded({thread, call}: Activity): boolean {
  const blocking = blockingCall({thread, call});
  return blocking !== undefined && !mayEndByTime(blocking);
}

/** A socket on which a thread waits, by the descriptor through which it does. */
export interface SocketWait {
  readonly fd: number;
  /** The link of the descriptor. */
  readonly target: string;
  readonly direction: 'read' | 'write';
}

/** The sockets on which a thread sleeps in a call that has no timeout of its own: read(2), accept(2), sendmsg(2). */
export function socketWaits(snapshot: Snapshot, {thread, call}: Activity): readonly SocketWait[] {
  const blocking = blockingCall({thread, call});
  if (blocking?.kind !== 'descriptors') return [];
  return blocking.watched.flatMap(({fd, direction}) => {
    const target = orUndefined(descriptorOf(snapshot, thread.tid, fd).target());
    return target?.startsWith('socket:[') ? [{fd, target, direction}] : [];
  });
}

/** Whether time ends a wait for a socket: SO_RCVTIMEO and SO_SNDTIMEO of socket(7). null where that can't be read. */
export async function timesOut(
  snapshot: Snapshot,
  {pid}: Pick<Process, 'pid'>,
  {fd, target, direction}: SocketWait,
): Promise<boolean | null> {
  // A thread may have a descriptor table of its own, and the socket is read by the process.
  if (orUndefined(descriptorOf(snapshot, pid, fd).target()) !== target) return null;
  const timeouts = (await snapshot.syscalls()).socketTimeouts({pid, fd});
  if (!timeouts.ok) return null;
  return direction === 'read' ? timeouts.value.receive : timeouts.value.send;
}

/** Whether a thread sleeps in a call that time may end. */
export function isTimed(activity: Activity): boolean {
  const blocking = blockingCall(activity);
  return blocking !== undefined && mayEndByTime(blocking);
}

function blockingCall({thread, call}: Pick<Activity, 'thread' | 'call'>): BlockingCall | undefined {
  const state = orUndefined(thread.syscall());
  if (thread.stat.state !== 'S' || state?.kind !== 'in-syscall' || call === undefined) return undefined;
  return decodeBlockingCall(call, state.args);
}

function mayEndByTime(call: BlockingCall): boolean {
  if (call.kind === 'restarted' || call.kind === 'new-child') return true;
  if (call.kind === 'other') return call.endedBy !== 'signal';
  return 'timed' in call && call.timed;
}

/**
 * Whether a timer of its own may wake a process up, whatever call it sleeps in: an armed timerfd(2), one of
 * timer_create(2), or alarm(2) and setitimer(2), which the kernel doesn't show, where it takes SIGALRM.
 */
export function mayTimerWake(process: Process, activities: readonly Activity[]): boolean {
  const alarm = (signals: bigint | undefined) => signals !== undefined && hasSignal(signals, SIGALRM);
  if (alarm(orUndefined(process.status())?.caught)) return true;
  if (activities.some(({awaitedSignals}) => alarm(awaitedSignals))) return true;
  if (orUndefined(process.posixTimers())?.some(({notifies}) => notifies !== 'none')) return true;
  return (orUndefined(process.descriptors()) ?? []).some(descriptor => {
    const link = orUndefined(descriptor.target());
    if (link !== 'anon_inode:[timerfd]' && link !== 'anon_inode:[signalfd]') return false;
    const info = orUndefined(descriptor.info());
    return info?.isTimerArmed === true || alarm(info?.signalMask);
  });
}
