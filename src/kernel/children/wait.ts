import {found, type Read, unreadable} from '../read.ts';
import type {ChildFunctions} from './c-functions.ts';

const P_ALL = 0;
/** WNOHANG, WUNTRACED (WSTOPPED), WEXITED, WCONTINUED, WNOWAIT and __WALL of <linux/wait.h>. */
const NO_HANG = 1;
const STOPPED = 2;
const EXITED = 4;
const CONTINUED = 8;
const NO_WAIT = 0x0100_0000;
const ALL = 0x4000_0000;

const SIGINFO_SIZE = 128;
/** The offset of si_pid, on the 64-bit architectures for which Node is built. */
const SIGINFO_PID = 16;
/** struct rusage: two struct timeval and 14 long. */
const RUSAGE_SIZE = 144;

/** What a child used, and the children that it waited for: getrusage(2). */
export interface ResourceUsage {
  readonly userSeconds: number;
  readonly systemSeconds: number;
  /** The most memory that it, or one of those children, had resident at once. */
  readonly maxRssBytes: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** In units of 512 bytes, as getrusage(2) has them. */
  readonly blocksRead: number;
  readonly blocksWritten: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
}

/** A change of state that wait(2) gave: the child exited, was killed, stopped or continued. */
export interface Waited {
  readonly pid: number;
  /** In the layout of waitpid(2). */
  readonly status: number;
  readonly usage: ResourceUsage;
}

/**
 * The pid of a child with a change of state that was not waited for, which stays so; undefined where there is none.
 * ECHILD: procdoc has no children.
 */
export function peekChild(c: ChildFunctions): Read<number | undefined> {
  const info = Buffer.alloc(SIGINFO_SIZE);
  const options = EXITED | STOPPED | CONTINUED | NO_HANG | NO_WAIT | ALL;
  if (c.waitid(P_ALL, 0, info, options) < 0) return unreadable(c.lastErrno());
  return found(info.readInt32LE(0) === 0 ? undefined : info.readInt32LE(SIGINFO_PID));
}

/** Waits for this child, if a change of its state is there to be had; undefined where there is none. ECHILD: not a child. */
export function waitForChild(c: ChildFunctions, pid: number): Read<Waited | undefined> {
  return wait(c, pid, NO_HANG | STOPPED | CONTINUED | ALL);
}

/** Waits until this child exits, however long it takes. ECHILD: not a child. */
export function awaitExit(c: ChildFunctions, pid: number): Read<Waited | undefined> {
  return wait(c, pid, ALL);
}

function wait(c: ChildFunctions, pid: number, options: number): Read<Waited | undefined> {
  const [status, usage] = [Buffer.alloc(4), Buffer.alloc(RUSAGE_SIZE)];
  const waited = c.wait4(pid, status, options, usage);
  if (waited < 0) return unreadable(c.lastErrno());
  return found(waited === 0 ? undefined : {pid: waited, status: status.readInt32LE(), usage: usageIn(usage)});
}

function usageIn(rusage: Buffer): ResourceUsage {
  const long = (at: number) => Number(rusage.readBigInt64LE(8 * at));
  return {
    userSeconds: long(0) + long(1) / 1e6,
    systemSeconds: long(2) + long(3) / 1e6,
    maxRssBytes: long(4) * 1024,
    minorFaults: long(8),
    majorFaults: long(9),
    blocksRead: long(11),
    blocksWritten: long(12),
    voluntarySwitches: long(16),
    involuntarySwitches: long(17),
  };
}
