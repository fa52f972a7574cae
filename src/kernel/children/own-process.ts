import {closeSync, openSync, readFileSync, readlinkSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {mapRead, orUndefined, type Read} from '../read.ts';
import type {ChildFunctions} from './c-functions.ts';

const PR_SET_DUMPABLE = 4;
const PR_SET_CHILD_SUBREAPER = 36;
const RLIMIT_CORE = 4;
const RLIMIT_NOFILE = 7;
/** struct rlimit: the soft limit, then the hard one, in 64 bits each. */
const LIMIT_SIZE = 16;

/** How procdoc was started: its arguments and its environment as the kernel has them, byte for byte, with a NUL after each. */
export function readOwnStart(): Read<{readonly arguments: Buffer; readonly environment: Buffer}> {
  return attempt(() => ({
    arguments: readFileSync('/proc/self/cmdline'),
    environment: readFileSync('/proc/self/environ'),
  }));
}

/** What Node opens for itself when it starts: epoll(7), eventfd(2), io_uring(7). */
const NODES_OWN = /^anon_inode:\[(?:eventpoll|eventfd|io_uring)\]$/;

/** Whether procdoc has this descriptor from its parent, as far as its kind shows. */
export function isInheritedFd(fd: number): boolean {
  const target = orUndefined(attempt(() => readlinkSync(`/proc/self/fd/${fd}`)));
  return target !== undefined && !NODES_OWN.test(target);
}

/** Makes procdoc the parent of whatever its descendants orphan: PR_SET_CHILD_SUBREAPER(2const), since Linux 3.4. */
export function becomeSubreaper(c: ChildFunctions): void {
  c.prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/** Runs `use` while the soft limit of open files is this one; Node raises its own to the hard limit when it starts. */
export function withOpenFilesLimit<T>(c: ChildFunctions, soft: bigint | undefined, use: () => T): T {
  const own = Buffer.alloc(LIMIT_SIZE);
  if (soft === undefined || c.getrlimit(RLIMIT_NOFILE, own) !== 0) return use();
  const lowered = Buffer.from(own);
  lowered.writeBigUInt64LE(soft);
  c.setrlimit(RLIMIT_NOFILE, lowered);
  try {
    return use();
  } finally {
    c.setrlimit(RLIMIT_NOFILE, own);
  }
}

/**
 * Makes procdoc die of a signal, and leave no core. Returns if the signal has no effect: PID 1 of a pid namespace gets
 * none that it sends itself.
 */
export function dieOf(c: ChildFunctions, signal: number): void {
  c.setrlimit(RLIMIT_CORE, Buffer.alloc(LIMIT_SIZE));
  c.prctl(PR_SET_DUMPABLE, 0);
  c.signal(signal, null);
  process.kill(process.pid, signal);
}

/** What the terminal of procdoc's session says of procdoc's process group. */
export interface TerminalPlace {
  /** Whether the process group of procdoc is the one that the terminal's keys send signals to. */
  readonly isForeground: boolean;
  /** Whether a shell may wait for procdoc to stop: its parent is in the same session, which procdoc does not lead. */
  readonly isJob: boolean;
}

/** Undefined where procdoc has no controlling terminal, or that one has hung up. */
export function terminalPlace(c: ChildFunctions): TerminalPlace | undefined {
  const opened = mapRead(
    attempt(() => openSync('/dev/tty', 'r')),
    terminal => {
      try {
        const sid = c.getsid(0);
        return {
          isForeground: c.tcgetpgrp(terminal) === c.getpgrp(),
          isJob: sid !== process.pid && c.getsid(process.ppid) === sid,
        };
      } finally {
        closeSync(terminal);
      }
    },
  );
  return opened.ok ? opened.value : undefined;
}
