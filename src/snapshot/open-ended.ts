import {orUndefined} from '../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../parse/calls/blocking-call.ts';
import type {Activity} from './activity.ts';

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
