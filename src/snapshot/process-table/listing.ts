import {orUndefined, type Read} from '../../kernel/read.ts';
import type {PidStat} from '../../parse/process/pid-stat.ts';
import type {ProcessTable} from './process-table.ts';

/** Where a listing has its processes from. */
export interface Listed {
  /** Undefined where it was not read. */
  readonly table: ProcessTable | undefined;
  /** Whether no stat was read before the table. */
  readonly isTableFirst: boolean;
  /** The names in the root of the procfs. */
  readonly list: () => readonly string[];
  /** The stat that was read first: from the table, or the procfs. */
  readonly statOf: (pid: number) => Read<PidStat>;
}

/** The processes by ascending pid: those of the kernel's table, and what it lacks. What ended while we looked is left out. */
export class Listing {
  readonly #listed: Listed;
  #all: readonly PidStat[] | undefined;
  #read: readonly PidStat[] | undefined;

  constructor(listed: Listed) {
    this.#listed = listed;
  }

  all(): readonly PidStat[] {
    this.#all ??= this.#withLacking(this.#listed.table?.all() ?? []);
    return this.#all;
  }

  /** The processes whose main thread has exited. */
  exited(): readonly PidStat[] {
    const stats = this.#withLacking(this.#listed.table?.exited() ?? []);
    return stats.filter(({state}) => state === 'Z');
  }

  /** How many there are. */
  get size(): number {
    return (this.#listed.table?.size ?? 0) + this.#lacking().length;
  }

  /** What the table lacks. */
  #lacking(): readonly PidStat[] {
    this.#read ??= this.#readLacking();
    return this.#read;
  }

  #readLacking(): readonly PidStat[] {
    const {table, list, statOf} = this.#listed;
    if (table?.isComplete) return [];
    const pids = list().map(Number);
    const lacking = pids.filter(pid => Number.isInteger(pid) && !table?.has(pid)).sort((a, b) => a - b);
    return lacking.flatMap(pid => orUndefined(statOf(pid)) ?? []);
  }

  #withLacking(looked: readonly PidStat[]): readonly PidStat[] {
    const {isTableFirst, statOf} = this.#listed;
    const stats = isTableFirst ? looked : looked.flatMap(({pid}) => orUndefined(statOf(pid)) ?? []);
    const lacking = this.#lacking();
    if (lacking.length === 0) return stats;
    return stats.length === 0 ? lacking : [...stats, ...lacking].sort((a, b) => a.pid - b.pid);
  }
}
