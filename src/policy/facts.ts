import type {Read} from '../kernel/read.ts';
import type {FreshnessFacts} from '../snapshot/scripts/freshness.ts';
import type {Disposition} from '../snapshot/signals/disposition.ts';
import type {Names} from './name-pattern.ts';
import type {MeasureName} from './policy.ts';

/** What is measured; an errno where it cannot be told. */
export type Measures = ReadonlyMap<MeasureName, Read<number>>;

/** What an allowance or a baseline asks of a process; null where it could not be read, or there is none. */
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
export interface ScriptFact extends Pick<FreshnessFacts, 'freshness' | 'because'> {
  readonly pid: number;
}

/** Who holds a lock or port. */
export interface HolderFacts {
  readonly holders: ReadonlyArray<{readonly pid: number; readonly names: Names}>;
  /** Why somebody else may hold it, too: "fd of 2 processes could not be read (EACCES)"; null where nobody can. */
  readonly unseen: string | null;
}

/** What a process does with SIGCHLD; an errno where that could not be read. */
export interface SigchldFact {
  readonly pid: number;
  readonly comm: string;
  readonly disposition: Read<Disposition>;
}

/** What there is to know beside the findings. The lists go with those of the policy, one answer an expectation. */
export interface Facts {
  /** Why there may be processes of which nothing is seen; null where all are. */
  readonly hidden: string | null;
  readonly measures: Measures;
  /** Of the processes that findings are about, by pid. */
  readonly traits: ReadonlyMap<number, ProcessTraits>;
  readonly scripts: ReadonlyArray<readonly ScriptFact[]>;
  readonly locks: readonly Read<HolderFacts>[];
  readonly ports: readonly Read<HolderFacts>[];
  readonly sigchld: ReadonlyArray<readonly SigchldFact[]>;
}
