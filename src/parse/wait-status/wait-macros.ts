import type {Platform} from '../signals/signals.ts';

/** Which of WIFEXITED, WIFSIGNALED, WIFSTOPPED and WIFCONTINUED is true of a status; unrecognized where none is. */
export type WaitKind = 'exited' | 'signaled' | 'stopped' | 'continued' | 'unrecognized';

const STOPPED = 0x7f;
const BSD_SIGCONT = 0x13;

/**
 * The kind of a status, an int from -2^31 to 2^31 - 1, by the macros of the platform's <sys/wait.h>. Sources: glibc's
 * bits/waitstatus.h for Linux; sys/wait.h of XNU, FreeBSD and illumos for the others.
 */
export const waitKind: Readonly<Record<Platform, (status: number) => WaitKind>> = {
  linux: gnuKind,
  // Only MIPS has a signal 127, so glibc's header for MIPS takes 0x7f out of WIFSTOPPED.
  'linux-mips': status => (status === STOPPED ? 'signaled' : gnuKind(status)),
  darwin(status) {
    const kind = bsdKind(status);
    return kind === 'stopped' && status >> 8 === BSD_SIGCONT ? 'continued' : kind;
  },
  freebsd: status => (status === BSD_SIGCONT ? 'continued' : bsdKind(status)),
  solaris(status) {
    const low = status & 0xff;
    const high = status & 0xff00;
    if (low === 0) return 'exited';
    if ((status & 0xffff) === 0xffff) return 'continued';
    if (high === 0) return 'signaled';
    return low === STOPPED ? 'stopped' : 'unrecognized';
  },
};

/** The status that waitpid(2) with WCONTINUED gives for a child that SIGCONT continued. */
export const CONTINUED_STATUS: Readonly<Record<Platform, number>> = {
  linux: 0xffff,
  'linux-mips': 0xffff,
  darwin: (BSD_SIGCONT << 8) | STOPPED,
  freebsd: BSD_SIGCONT,
  solaris: 0xffff,
};

/** WEXITSTATUS and WSTOPSIG: the second byte. */
export function highByte(status: number): number {
  return (status >> 8) & 0xff;
}

/** WTERMSIG: the low seven bits. */
export function termSignal(status: number): number {
  return status & 0x7f;
}

/** WCOREDUMP: the core bit. */
export function hasCoreBit(status: number): boolean {
  return (status & 0x80) !== 0;
}

function gnuKind(status: number): WaitKind {
  if (status === 0xffff) return 'continued';
  if (termSignal(status) === 0) return 'exited';
  if ((status & 0xff) === STOPPED) return 'stopped';
  return termSignal(status) === STOPPED ? 'unrecognized' : 'signaled';
}

function bsdKind(status: number): WaitKind {
  if (termSignal(status) === 0) return 'exited';
  return termSignal(status) === STOPPED ? 'stopped' : 'signaled';
}
