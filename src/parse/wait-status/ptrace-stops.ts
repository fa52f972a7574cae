import {signalNumber} from '../signals/signals.ts';

const SIGTRAP = signalNumber('SIGTRAP') ?? 5;
const EVENT_STOP = 128;

/** The events of PTRACE_SETOPTIONS and PTRACE_SEIZE by number, which is the third byte of the status: ptrace(2). */
const EVENTS = {
  1: 'PTRACE_EVENT_FORK',
  2: 'PTRACE_EVENT_VFORK',
  3: 'PTRACE_EVENT_CLONE',
  4: 'PTRACE_EVENT_EXEC',
  5: 'PTRACE_EVENT_VFORK_DONE',
  6: 'PTRACE_EVENT_EXIT',
  7: 'PTRACE_EVENT_SECCOMP',
  [EVENT_STOP]: 'PTRACE_EVENT_STOP',
} as const;

/**
 * A stop that only a tracer sees: an event, or "syscall-stop", ptrace(2)'s name for a stop of
 * PTRACE_O_TRACESYSGOOD.
 */
export type PtraceStop = (typeof EVENTS)[keyof typeof EVENTS] | 'syscall-stop';

const EVENT_NAMES: Readonly<Record<number, PtraceStop>> = EVENTS;

/**
 * The ptrace stop that a stop signal (WSTOPSIG) and the bits above the status's low 16 name together.
 * Undefined where they name none: the bits above the low 16, if any are set, have no meaning then.
 */
export function ptraceStop(stopSignal: number, event: number): PtraceStop | undefined {
  if (event === 0) return stopSignal === (SIGTRAP | 0x80) ? 'syscall-stop' : undefined;
  return stopSignal === SIGTRAP || event === EVENT_STOP ? EVENT_NAMES[event] : undefined;
}
