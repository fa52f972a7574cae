import {defaultAction, type SignalAction} from '../signals/signal-actions.ts';
import {isLinux, type Platform} from '../signals/signals.ts';
import type {PtraceStop} from './ptrace-stops.ts';
import {hasCoreBit, highByte} from './wait-macros.ts';
import type {WaitStatus} from './wait-status.ts';

/** Why the kernel never delivers a status that the macros decode. */
export type WaitStatusDoubt =
  | {readonly kind: 'core-bit-without-signal'}
  | {readonly kind: 'no-such-signal'; readonly signalNumber: number; readonly platform: Platform}
  | {
      readonly kind: 'signal-never-kills';
      readonly signal: string;
      readonly action: Exclude<SignalAction, 'terminate' | 'core'>;
    }
  | {readonly kind: 'exit-and-signal'; readonly exitStatus: number; readonly signalNumber: number}
  | {readonly kind: 'signal-never-dumps-core'; readonly signal: string}
  | {readonly kind: 'sigkill-never-stops'}
  | {readonly kind: 'event-without-trap'; readonly event: PtraceStop; readonly signal: string}
  /** Linux fills in 16 bits, and above them nothing but the event of a ptrace stop; `bits` are as an int. */
  | {readonly kind: 'bits-above'; readonly bits: number}
  | {readonly kind: 'failed-call'}
  | {readonly kind: 'like-no-status'};

/**
 * Why the kernel never delivers this status, though the macros decode it; null where it can. Such a number usually
 * is something else: `$?`, a returncode, a failed call.
 * Sources: wait(2), signal(7), ptrace(2); kernel/signal.c get_signal and fs/coredump.c of Linux.
 */
export function waitStatusDoubt(status: WaitStatus): WaitStatusDoubt | null {
  return doubts[status.kind](status) ?? null;
}

const doubts: Readonly<Record<WaitStatus['kind'], (status: WaitStatus) => WaitStatusDoubt | undefined>> = {
  exited: status => (hasCoreBit(status.raw) ? {kind: 'core-bit-without-signal'} : bitsAbove(status)),

  signaled(status) {
    const {raw, signal, signalNumber = 0, coreDumped, platform} = status;
    const action = defaultAction(signalNumber, platform);
    if (action === undefined || signal === undefined) return {kind: 'no-such-signal', signalNumber, platform};
    if (action !== 'terminate' && action !== 'core') return {kind: 'signal-never-kills', signal, action};
    if (highByte(raw) !== 0) return {kind: 'exit-and-signal', exitStatus: highByte(raw), signalNumber};
    if (coreDumped === true && action !== 'core') return {kind: 'signal-never-dumps-core', signal};
    return bitsAbove(status);
  },

  stopped(status) {
    const {signal, signalNumber = 0, ptraceEvent, platform} = status;
    if (signal === undefined) return {kind: 'no-such-signal', signalNumber, platform};
    if (signal === 'SIGKILL') return {kind: 'sigkill-never-stops'};
    if (ptraceEvent === undefined) return bitsAbove(status);
    const mayGroupStop = signal === 'SIGTRAP' || defaultAction(signalNumber, platform) === 'stop';
    return mayGroupStop ? undefined : {kind: 'event-without-trap', event: ptraceEvent, signal};
  },

  continued: bitsAbove,

  unrecognized(status) {
    if (isFailedCall(status.raw)) return {kind: 'failed-call'};
    return (status.raw & 0xffff) === 0xffff ? bitsAbove(status) : {kind: 'like-no-status'};
  },
};

function bitsAbove({raw, platform}: WaitStatus): WaitStatusDoubt | undefined {
  const bits = raw & ~0xffff;
  return bits === 0 || !isLinux(platform) ? undefined : {kind: 'bits-above', bits};
}

/** Whether the number is -1 (or its unsigned form): not a status, but the failure of the call that should give one. */
export function isFailedCall(raw: number): boolean {
  return (raw | 0) === -1;
}
