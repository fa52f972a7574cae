import {orUndefined, type Read} from '../../kernel/read.ts';
import {type PidStat, parsePidStat, stateInPidStat, type TaskState} from '../../parse/process/pid-stat.ts';

/** A proc file system, read and parsed: see Source. */
interface Files {
  read<T>(path: string, parse: (bytes: Buffer) => T | undefined): Read<T>;
}

/** The stats of processes by their files in /proc, each read on first ask and kept. */
export class StatFiles {
  readonly #files: Files;
  readonly #parsesAll: boolean;
  readonly #stats = new Map<number, Read<PidStat>>();

  /** @param parsesAll whether a file may be of a form that no kernel writes, as in a recording */
  constructor(files: Files, parsesAll: boolean) {
    this.#files = files;
    this.#parsesAll = parsesAll;
  }

  /** Whether none was read. */
  get isEmpty(): boolean {
    return this.#stats.size === 0;
  }

  /** The stat of a process, where it was asked for before. */
  known(pid: number): Read<PidStat> | undefined {
    return this.#stats.get(pid);
  }

  of(pid: number): Read<PidStat> {
    const known = this.#stats.get(pid);
    if (known) return known;
    const stat = this.#files.read(`${pid}/stat`, bytes => parsed(bytes, pid));
    this.#stats.set(pid, stat);
    return stat;
  }

  /**
   * The state of a process; undefined where its stat can't be read. Of thousands most live, and are only counted: to parse
   * and to keep what else is known of them would take as long as to read it (measured).
   */
  stateOf(pid: number): TaskState | undefined {
    if (this.#parsesAll || this.#stats.has(pid)) return orUndefined(this.of(pid))?.state;
    let state: TaskState | undefined;
    const stat = this.#files.read(`${pid}/stat`, bytes => {
      state = stateInPidStat(bytes);
      return state === undefined || state === 'Z' ? parsed(bytes, pid) : null;
    });
    if (stat.ok && stat.value === null) return state;
    this.#stats.set(pid, stat as Read<PidStat>);
    return orUndefined(stat)?.state;
  }
}

/** Where a recording has the stat of another process, one pid would have two processes. */
function parsed(bytes: Buffer, pid: number): PidStat | undefined {
  const stat = parsePidStat(bytes);
  return stat?.pid === pid ? stat : undefined;
}
