import type {FileStat} from '../../kernel/procfs.ts';
import type {Read} from '../../kernel/read.ts';

/** A process as far as it matters for which script it runs; from /proc, or from ps(1) with less. */
export interface ScriptProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly user: string | null;
  readonly argv: readonly string[];
  readonly exe: string | undefined;
  /** The working directory now, which need not be the one it was started in; null where it is not known. */
  readonly cwd: string | null;
  /** Milliseconds since the epoch; undefined where it is not known. */
  readonly startedAtMs: number | undefined;
  /** How much later it may have started than `startedAtMs` says. */
  readonly startSlackMs: number;
  /** Whether its standard input is a terminal; undefined where that is not known. */
  readsTerminal(): boolean | undefined;
  /** The link of descriptor 255, which is where a bash has its script open: "/srv/job.sh (deleted)". */
  bashScript(): string | undefined;
  /** stat(2) of an absolute path as the process itself would see it. */
  stat(path: string): Read<FileStat>;
  /** Where a symbolic link leads; EINVAL where it is none. */
  link(path: string): Read<string>;
  /** The names in a folder, as the process itself would see it. */
  list(path: string): Read<string[]>;
  /** Files mapped into it; empty where that is not known. */
  mappedFiles(): ReadonlyArray<{readonly path: string; readonly deleted: boolean}>;
}
