import type {Read} from '../kernel/read.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {Freshness, FreshnessReason} from '../snapshot/scripts/freshness.ts';
import type {Disposition} from '../snapshot/signals/disposition.ts';
import type {Names} from './name-pattern.ts';
import type {MeasureName} from './policy.ts';

/** What is measured; an errno where it is not known. */
export type Measures = ReadonlyMap<MeasureName, Read<number>>;

/** What an allowance or a baseline asks of a process; null where it does not exist or could not be read. */
export interface ProcessTraits {
  readonly names: Names;
  readonly user: string | null;
  readonly script: string | null;
  readonly cgroup: string | null;
  /** What it runs: the script of an interpreter (its path, or a module), else the path of its program, else its command's first word. */
  readonly program: string | null;
}

/** Undefined where nothing is known of a process. */
export type TraitsOf = (pid: number) => ProcessTraits | undefined;

/** A process that runs the script in question. */
export interface ScriptFact {
  readonly pid: number;
  readonly freshness: Freshness;
  /** Why it isn't fresh, or isn't known to be; null for "fresh". */
  readonly reason: FreshnessReason | null;
}

/** Why another process may hold a lock or port, too: its holder is not visible, or something could not be read. */
export type HolderGap =
  | {readonly kind: 'invisible-lock-holder' | 'invisible-socket-holder'}
  | {readonly kind: 'unreadable'; readonly gap: Unreadable};

/** Who holds a lock or port. */
export interface HolderFacts {
  readonly holders: ReadonlyArray<{readonly pid: number; readonly names: Names}>;
  /** null where no other process can hold it. */
  readonly unseen: HolderGap | null;
}

/** What a process does with SIGCHLD; an errno where that could not be read. */
export interface SigchldFact {
  readonly pid: number;
  readonly comm: string;
  readonly disposition: Read<Disposition>;
}

/** What there is to know besides the findings. Each list has an answer for each expectation of the policy, in order. */
export interface Facts {
  /** Why some processes may not be visible at all; null where all are visible. */
  readonly hidden: Unreadable | null;
  readonly measures: Measures;
  /** Of the processes that findings are about, by pid. */
  readonly traits: ReadonlyMap<number, ProcessTraits>;
  readonly scripts: ReadonlyArray<readonly ScriptFact[]>;
  readonly locks: readonly Read<HolderFacts>[];
  readonly ports: readonly Read<HolderFacts>[];
  readonly sigchld: ReadonlyArray<readonly SigchldFact[]>;
}
