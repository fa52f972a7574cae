import {signalNumber} from '../signals/signals.ts';

/** A stop that only a tracer sees. */
export interface PtraceStop {
  /** "PTRACE_EVENT_CLONE", or "syscall-stop" as ptrace(2) calls the stop of PTRACE_O_TRACESYSGOOD. */
  readonly name: string;
  /** What the tracee was about to do, or did: one sentence. */
  readonly meaning: string;
}

const SIGTRAP = signalNumber('SIGTRAP') ?? 5;
const EVENT_STOP = 128;

/** ptrace(2), PTRACE_SETOPTIONS and PTRACE_SEIZE: the event is the third byte of the status. */
const EVENTS: Readonly<Record<number, PtraceStop>> = {
  1: {name: 'PTRACE_EVENT_FORK', meaning: 'The tracee forked (PTRACE_O_TRACEFORK).'},
  2: {name: 'PTRACE_EVENT_VFORK', meaning: 'The tracee called vfork (PTRACE_O_TRACEVFORK).'},
  3: {name: 'PTRACE_EVENT_CLONE', meaning: 'The tracee cloned, usually a thread (PTRACE_O_TRACECLONE).'},
  4: {name: 'PTRACE_EVENT_EXEC', meaning: 'The tracee executed another program (PTRACE_O_TRACEEXEC).'},
  5: {
    name: 'PTRACE_EVENT_VFORK_DONE',
    meaning: 'The child of the vfork has let go of the tracee (PTRACE_O_TRACEVFORKDONE).',
  },
  6: {
    name: 'PTRACE_EVENT_EXIT',
    meaning: 'The tracee is about to exit; PTRACE_GETEVENTMSG gives its wait status (PTRACE_O_TRACEEXIT).',
  },
  7: {name: 'PTRACE_EVENT_SECCOMP', meaning: 'A seccomp filter asks the tracer (PTRACE_O_TRACESECCOMP).'},
  [EVENT_STOP]: {
    name: 'PTRACE_EVENT_STOP',
    meaning: 'A group-stop, a PTRACE_INTERRUPT, or the first stop of a tracee attached by PTRACE_SEIZE.',
  },
};

const SYSCALL_STOP: PtraceStop = {
  name: 'syscall-stop',
  meaning: 'The tracee enters or leaves a system call (PTRACE_O_TRACESYSGOOD sets 0x80 in the signal).',
};

/**
 * The ptrace stop that a stop signal (WSTOPSIG) and the bits above the status's low 16 name together.
 * Undefined where they name none: then those bits, if any are set, have no meaning.
 */
export function ptraceStop(stopSignal: number, event: number): PtraceStop | undefined {
  if (event === 0) return stopSignal === (SIGTRAP | 0x80) ? SYSCALL_STOP : undefined;
  return stopSignal === SIGTRAP || event === EVENT_STOP ? EVENTS[event] : undefined;
}
