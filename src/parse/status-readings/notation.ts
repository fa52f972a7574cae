import type {SpawnErrno} from './spawn-errors.ts';

/** A status in the words of its author, by who that is; `readAs` is what --as takes. */
export type Notation =
  /** The int that waitpid(2) fills in. */
  | {readonly readAs: 'wait'}
  /** `$?`; `signalNumber` is n where it is 128 + n (ksh93, awk: 256 + n; yash: 384 + n) for a signal, else null. */
  | {readonly readAs: 'shell'; readonly value: number; readonly signalNumber: number | null}
  /** `returncode` of Python's subprocess. */
  | {readonly readAs: 'python'; readonly value: number}
  /** The n of OCaml's WSIGNALED n: a negative number of its own, or the system's. */
  | {readonly readAs: 'ocaml'; readonly value: number}
  | NodeNotation
  /** The exit code of a container; `signalNumber` is n where it is 128 + n for a signal, else null. */
  | {readonly readAs: 'container'; readonly value: number; readonly signalNumber: number | null}
  | SystemdNotation
  | WrapperNotation
  /** The exit code of a Windows process, without a sign: an NTSTATUS where the system ended the process. */
  | {readonly readAs: 'windows'; readonly value: number}
  /** Slurm's ExitCode, "0:9": the exit status, and the number of the signal or 0. */
  | {readonly readAs: 'slurm'; readonly exitStatus: number; readonly signalNumber: number}
  /** Words that name a signal: "Segmentation fault (core dumped)", "killed by signal 9". */
  | {readonly readAs: 'text'}
  /** si_code and si_status of waitid(2). */
  | {readonly readAs: 'siginfo'; readonly code: ChildCode; readonly value: number};

/** An exit status that a wrapper made of the signal that killed its command, in another way than shells do. */
export interface WrapperNotation {
  readonly readAs: 'wrapper';
  readonly value: number;
  readonly sum: WrapperSum;
  readonly signalNumber: number;
}

/** How a wrapper makes an exit status of signal n: the bare number, or what is left of -n in 7 or 8 bits. */
export type WrapperSum = 'n' | '128-n' | '256-n';

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
