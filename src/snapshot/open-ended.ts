import {orUndefined} from '../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../parse/calls/blocking-call.ts';
import {SIGALRM} from '../parse/signals/numbers.ts';
import {hasSignal} from '../parse/signals/signal-set.ts';
import type {Activity} from './activity.ts';
import type {Process} from './process.ts';

/** Whether a thread is seen to sleep in a call that time alone does not end. */
export function isOpenEnded({thread, call}: Activity): boolean {
  const blocking = blockingCall({thread, call});
  return blocking !== undefined && !mayEndByTime(blocking);
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
