import type {SpawnErrno} from './spawn-errors.ts';

/** A status in the words of its author, by who that is; `readAs` is what --as takes. */
export type Notation =
  /** The int that waitpid(2) fills in. */
  | {readonly readAs: 'wait'}
  /** `$?`; `signalNumber` is n where it is 128 + n for a signal, else null. */
  | {readonly readAs: 'shell'; readonly value: number; readonly signalNumber: number | null}
  /** `returncode` of Python's subprocess. */
  | {readonly readAs: 'python'; readonly value: number}
  | NodeNotation
  /** The exit code of a container; `signalNumber` is n where it is 128 + n for a signal, else null. */
  | {readonly readAs: 'container'; readonly value: number; readonly signalNumber: number | null}
  | SystemdNotation
  /** si_code and si_status of waitid(2). */
  | {readonly readAs: 'siginfo'; readonly code: ChildCode; readonly value: number};

/** What Node's child_process gives: one of exitCode and signalCode. */
export type NodeNotation =
  | {readonly readAs: 'node'; readonly exitCode: number; readonly failedWith: SpawnErrno | null}
  | {readonly readAs: 'node'; readonly signalCode: string};

/** "status=203/EXEC" or "code=killed, status=9/KILL"; `name` is what stands after the slash, or null. */
export interface SystemdNotation {
  readonly readAs: 'systemd';
  /** null for an exit. */
  readonly code: 'killed' | 'dumped' | null;
  readonly value: number;
  readonly name: string | null;
}

/** si_code of a SIGCHLD, from 1 on, the same on every platform: sigaction(2). */
export const CHILD_CODES = [
  'CLD_EXITED',
  'CLD_KILLED',
  'CLD_DUMPED',
  'CLD_TRAPPED',
  'CLD_STOPPED',
  'CLD_CONTINUED',
] as const;

export type ChildCode = (typeof CHILD_CODES)[number];

export type ReadAs = Notation['readAs'];
