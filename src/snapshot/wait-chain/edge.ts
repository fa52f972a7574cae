import type {InodeNumber} from '../../kernel/procfs.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Freezer} from '../cgroups.ts';
import type {Stop} from '../condition.ts';
import type {WaitEvidence} from './wait-evidence.ts';

export type EdgeKind =
  | 'reads-pipe'
  | 'writes-pipe'
  | 'reads-terminal'
  | 'waits-for-input'
  | 'waits-for-child'
  | 'waits-for-tracee'
  | 'waits-for-lock'
  | 'breaks-lease'
  | 'waits-for-process'
  | 'connects-to'
  | 'reads-eventfd'
  | 'reads-queue'
  | 'writes-queue'
  | 'waits-for-semaphore'
  | 'shares-memory'
  | 'waits-for-server'
  | 'stopped-by'
  | 'frozen-by'
  | 'traced-by';

/**
 * Input that a person or a program has to give. `prompt`: what the terminal is set for: a line, a line that isn't shown,
 * as of a password, or single keys; null where that can't be read. `seenTwice`: nothing was written between two looks.
 */
export type AwaitedInput =
  | {readonly kind: 'terminal'; readonly path: string; readonly prompt: Prompt | null}
  | {readonly kind: 'standard-input'; readonly seenTwice: boolean};

export type Prompt = 'line' | 'hidden-line' | 'keys';

/** What ends a wait for a socket, apart from its being closed, or for a child of vfork(2), apart from its exit. */
export type Act = 'reads' | 'writes' | 'accepts' | 'execs';

/** The object between two processes. */
export type EdgeTarget =
  /** A path, or what the link of a descriptor has in its place: "pipe:[4242]", "anon_inode:[pidfd]". */
  | {readonly kind: 'link'; readonly link: string}
  /** A System V object of an IPC namespace: svipc(7). */
  | {readonly kind: 'ipc'; readonly of: 'queue' | 'semaphores'; readonly id: number}
  /** A file whose path is unknown, as /proc/locks names it. */
  | {readonly kind: 'file'; readonly inode: InodeNumber; readonly device: string}
  /** `local` is the waiter's end: "127.0.0.1:4000", or "socket:[5]" for a unix socket. */
  | {readonly kind: 'connection'; readonly local: string; readonly remote: string};

/** One process waits for what another can do. */
export interface Edge {
  readonly from: number;
  /** null: an unknown process, such as the sender of SIGSTOP, or a peer on another machine. */
  readonly to: number | null;
  readonly kind: EdgeKind;
  /** null where there is no object, as for a child. */
  readonly target: EdgeTarget | null;
  /** The descriptors through which `to` has the target. */
  readonly fds: readonly number[];
  readonly certainty: 'proven' | 'likely' | 'unknown';
  readonly evidence: readonly WaitEvidence[];
  /** Any of them ends the wait; but "accepts" has to come first. */
  readonly acts?: readonly Act[];
  /** Whether the waiter is a spawnSync() of Node, which waits for the child and for what has its output. */
  readonly isSynchronous?: boolean | undefined;
  /** Whether time may end the wait, too: a socket may have a timeout (SO_RCVTIMEO of socket(7)), which can't be read. */
  readonly mayTimeOut?: boolean | undefined;
  /** Whether it is a UDP socket, whose peer isn't told that it was closed. */
  readonly isDatagram?: boolean | undefined;
  /** The members of `fds` that have a pipe or FIFO open for both reading and writing. */
  readonly bothWays?: readonly number[];
  /** The lock that is in the way, as fdinfo shows it. */
  readonly lock?: LockLine | undefined;
  /** The number of the FUSE connection that `to` serves. */
  readonly connection?: number | undefined;
  /** How the waiter was stopped. */
  readonly stop?: Stop | undefined;
  /** Of the kind waits-for-input. */
  readonly input?: AwaitedInput | undefined;
  /** The cgroup that froze the waiter. */
  readonly freezer?: Freezer | undefined;
}

/** Two targets with one key are one object. */
export function targetKey(target: EdgeTarget | null): string {
  return JSON.stringify(target);
}
