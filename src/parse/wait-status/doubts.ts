import {defaultAction, type SignalAction} from '../signals/signal-actions.ts';
import {isLinux, type Platform, signalName, systemName} from '../signals/signals.ts';
import {hasCoreBit, highByte} from './wait-macros.ts';
import {hex, type WaitStatus} from './wait-status.ts';

/**
 * Why the kernel never delivers this status, though the macros decode it; null where it can. A clause without a
 * full stop, fit to follow "because". Such a number usually is something else: `$?`, a returncode, a failed call.
 * Sources: wait(2), signal(7), ptrace(2); kernel/signal.c get_signal and fs/coredump.c of Linux.
 */
export function waitStatusDoubt(status: WaitStatus, platform: Platform = 'linux'): string | null {
  return doubts[status.kind](status, platform) ?? null;
}

const doubts: Readonly<
  Record<WaitStatus['kind'], (status: WaitStatus, platform: Platform) => string | undefined>
> = {
  exited({raw}, platform) {
    if (hasCoreBit(raw))
      return 'the core bit (0x80) comes only with a signal, and here the low seven bits name none';
    return bitsAbove(raw, platform);
  },

  signaled({raw, signalNumber = 0, coreDumped}, platform) {
    const action = defaultAction(signalNumber, platform);
    if (action === undefined) return `${systemName(platform)} has no signal ${signalNumber}`;
    const name = signalName(signalNumber, platform);
    const harmless = HARMLESS[action];
    if (harmless !== undefined) return `${name} kills no process: ${harmless}`;
    if (highByte(raw) !== 0) {
      return `a process either exits or is killed: an exit status (${highByte(raw)}) and a signal (${signalNumber}) exclude each other`;
    }
    if (coreDumped === true && action !== 'core') {
      return `the kernel sets the core bit (0x80) only for a signal that dumps core, and ${name} never does`;
    }
    return bitsAbove(raw, platform);
  },

  stopped({raw, signal, signalNumber = 0, ptraceEvent}, platform) {
    if (signal === undefined) return `${systemName(platform)} has no signal ${signalNumber}`;
    if (signal === 'SIGKILL') return 'SIGKILL stops no process, and no tracer is shown it';
    if (ptraceEvent === undefined) return bitsAbove(raw, platform);
    const mayGroupStop = signal === 'SIGTRAP' || defaultAction(signalNumber, platform) === 'stop';
    return mayGroupStop
      ? undefined
      : `${ptraceEvent} comes with SIGTRAP or a stop signal, not with ${signal}`;
  },

  continued: ({raw}, platform) => bitsAbove(raw, platform),

  unrecognized({raw}, platform) {
    if (isFailedCall(raw)) return '-1 is what waitpid(2) and system(3) return when they fail';
    if ((raw & 0xffff) === 0xffff) return bitsAbove(raw, platform);
    return 'an exit, a kill, a stop and a continue (0xffff) all look different';
  },
};

const HARMLESS: Readonly<Partial<Record<SignalAction, string>>> = {
  ignore: 'by default it is ignored',
  stop: 'by default it stops one',
  continue: 'by default it lets a stopped one go on',
};

/** Linux fills in 16 bits, and above them nothing but the event of a ptrace stop. */
function bitsAbove(raw: number, platform: Platform): string | undefined {
  const above = raw & ~0xffff;
  if (above === 0 || !isLinux(platform)) return undefined;
  return `Linux sets no bit above the low 16 here, and ${hex(above, 2)} is set`;
}

/** Whether the number is -1 (or its unsigned form): not a status, but the failure of the call that should give one. */
export function isFailedCall(raw: number): boolean {
  return (raw | 0) === -1;
}
