import type {FileStat} from '../../kernel/procfs.ts';
import type {Read} from '../../kernel/read.ts';
import type {InsideOf} from '../pid-namespace.ts';

/**
 * What matters of a process for which script it runs; from /proc, or with less from ps(1), which doesn't show what it is
 * called in its own pid namespace.
 */
export interface ScriptProcess extends Partial<InsideOf> {
  readonly pid: number;
  readonly ppid: number;
  /** Its start in clock ticks since boot; null from ps(1). */
  readonly startTicks: number | null;
  readonly comm: string;
  readonly user: string | null;
  readonly argv: readonly string[];
  readonly exe: string | undefined;
  /** Whether the name of the file at the end of that link may be that of an interpreter; undefined where it takes the link. */
  readonly mayInterpret?: boolean | undefined;
  /** The working directory now, which need not be that of the start; null where it isn't known. */
  readonly cwd: string | null;
  /** Milliseconds since the epoch; undefined where that isn't known. */
  readonly startedAtMs: number | undefined;
  /** When the process was looked at: milliseconds since the epoch. */
  readonly seenAtMs: number;
  /** How much later than `startedAtMs` the process may have started. */
  readonly startSlackMs: number;
  /** Whether standard input is a terminal; undefined where that isn't known. */
  readsTerminal(): boolean | undefined;
  /** Where the link of a descriptor leads: "/srv/job.sh (deleted)"; undefined where that isn't known. */
  opened(fd: number): string | undefined;
  /** A path that leads from here to what the process itself finds at an absolute path. */
  address(path: string): string;
  /** stat(2) of an absolute path as the process itself would see it. */
  stat(path: string): Read<FileStat>;
  /** Where a symbolic link leads; EINVAL for a file that isn't one. */
  link(path: string): Read<string>;
  /** The names in a folder, as the process itself would see it. */
  list(path: string): Read<string[]>;
  /** Files mapped into the process; empty where that isn't known. */
  mappedFiles(): ReadonlyArray<{readonly path: string; readonly deleted: boolean}>;
}
