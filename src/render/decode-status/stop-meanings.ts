import type {PtraceStop} from '../../parse/wait-status/ptrace-stops.ts';
import type {Explanation} from './explanation.ts';

export const TRACER = 'a debugger, strace or another tracer';

export const NEVER_DELIVERED =
  'waitpid(2) never gives this status: the number is something else, or damaged.';

/** What a tracee was about to do, or did: ptrace(2). */
export const ptraceStopMeanings: Readonly<Record<PtraceStop, string>> = {
  PTRACE_EVENT_FORK: 'The tracee forked (PTRACE_O_TRACEFORK).',
  PTRACE_EVENT_VFORK: 'The tracee called vfork (PTRACE_O_TRACEVFORK).',
  PTRACE_EVENT_CLONE: 'The tracee cloned, usually a thread (PTRACE_O_TRACECLONE).',
  PTRACE_EVENT_EXEC: 'The tracee executed another program (PTRACE_O_TRACEEXEC).',
  PTRACE_EVENT_VFORK_DONE: 'The child of the vfork released the tracee (PTRACE_O_TRACEVFORKDONE).',
  PTRACE_EVENT_EXIT:
    'The tracee is about to exit; PTRACE_GETEVENTMSG gives its wait status (PTRACE_O_TRACEEXIT).',
  PTRACE_EVENT_SECCOMP: 'A seccomp filter asks the tracer (PTRACE_O_TRACESECCOMP).',
  PTRACE_EVENT_STOP: 'A group-stop, a PTRACE_INTERRUPT, or the first stop after PTRACE_SEIZE.',
  'syscall-stop':
    'The tracee enters or leaves a system call (PTRACE_O_TRACESYSGOOD sets 0x80 in the signal).',
};

export const CONTINUED: Explanation = {
  meaning: 'The process is alive: it was stopped, and SIGCONT continued it (waitpid with WCONTINUED).',
  causes: ['`fg`, `bg` or `kill -CONT`', 'a tracer or supervisor that continued it'],
};

/** A stop by a signal that does not stop a process by itself. */
export function tracedDelivery(signal: string): Explanation {
  return {
    meaning: `The process is stopped and has not exited: its tracer holds it at the delivery of ${signal}, and may pass ${signal} to it or drop it.`,
    causes: [TRACER],
  };
}
