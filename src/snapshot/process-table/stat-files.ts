import type {Procfs} from '../../kernel/procfs.ts';
import {orUndefined, type Read} from '../../kernel/read.ts';
import {type PidStat, parsePidStat, stateInPidStat, type TaskState} from '../../parse/process/pid-stat.ts';

/** A proc file system, read and parsed: see Source. */
interface Files {
  read<T>(path: string, parse: (bytes: Buffer) => T | undefined): Read<T>;
  readonly procfs: Pick<Procfs, 'openDescriptors'>;
}

/** The stats of processes by their files in /proc, each read on first ask and kept. */
export class StatFiles {
  readonly #files: Files;
  readonly #parsesAll: boolean;
  readonly #stats = new Map<number, Read<PidStat>>();
  /** Whether the process before has exited: then the next one may well have, too, and its stat says all at once. */
  #isAmongExited = false;

  /** @param parsesAll whether a file may be of a form that no kernel writes, as in a recording that was edited */
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
   * Whether a process lives or has exited; undefined where its stat can't be read. Of thousands most live, and are only
   * counted: what has a descriptor open has not exited, and to parse a kernel's file and to keep what else is known of it would
   * take as long as to read it (measured).
   */
  lifeOf(pid: number): Life | undefined {
    if (this.#stats.has(pid)) return lifeIn(orUndefined(this.of(pid))?.state);
    const {procfs} = this.#files;
    if (!this.#isAmongExited && (procfs.openDescriptors?.(pid) ?? 0) > 0) return 'lives';
    const life = lifeIn(this.#readState(pid));
    this.#isAmongExited = life === 'exited';
    return life;
  }

  /** The state of a process of which nothing else is kept, unless it has exited. */
  #readState(pid: number): TaskState | undefined {
    let state: TaskState | undefined;
    const stat = this.#files.read(`${pid}/stat`, bytes => {
      const whole = this.#parsesAll ? parsed(bytes, pid) : undefined;
      state = this.#parsesAll ? whole?.state : stateInPidStat(bytes);
      return state === undefined || state === 'Z' ? (whole ?? parsed(bytes, pid)) : null;
    });
    if (stat.ok && stat.value === null) return state;
    this.#stats.set(pid, stat as Read<PidStat>);
    return orUndefined(stat)?.state;
  }
}

/** By the state: whether its main thread is a zombie. */
type Life = 'lives' | 'exited';

function lifeIn(state: TaskState | undefined): Life | undefined {
  if (state === undefined) return undefined;
  return state === 'Z' ? 'exited' : 'lives';
}

/** Where a recording has the stat of another process, one pid would have two processes. */
function parsed(bytes: Buffer, pid: number): PidStat | undefined {
  const stat = parsePidStat(bytes);
  return stat?.pid === pid ? stat : undefined;
}
