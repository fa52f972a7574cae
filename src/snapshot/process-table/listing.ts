import {found, orUndefined} from '../../kernel/read.ts';
import type {PidStat} from '../../parse/process/pid-stat.ts';
import type {ProcessTable} from './process-table.ts';
import type {StatFiles} from './stat-files.ts';

/** Where a listing has its processes from. */
export interface Listed {
  /** Undefined where it was not read. */
  readonly table: ProcessTable | undefined;
  /** Whether no stat was read before the table. */
  readonly isTableFirst: boolean;
  /** The names in the root of the procfs. */
  readonly list: () => readonly string[];
  readonly files: StatFiles;
}

/** What is known of processes by their states: the pids of those that have exited, and how many there are. */
interface States {
  readonly exited: readonly number[];
  readonly count: number;
}

/** The processes by ascending pid: those of the kernel's table, and what it lacks. What ended while we looked is left out. */
export class Listing {
  readonly #listed: Listed;
  #all: readonly PidStat[] | undefined;
  #pids: readonly number[] | undefined;
  #states: States | undefined;

  constructor(listed: Listed) {
    this.#listed = listed;
  }

  all(): readonly PidStat[] {
    this.#all ??= this.#withLacking(this.#listed.table?.all() ?? [], this.#lacking());
    return this.#all;
  }

  /** The processes whose main thread has exited. */
  exited(): readonly PidStat[] {
    const looked = this.#listed.table?.exited() ?? [];
    return this.#withLacking(looked, this.#found().exited).filter(({state}) => state === 'Z');
  }

  /** How many there are. */
  get size(): number {
    return (this.#listed.table?.size ?? 0) + this.#found().count;
  }

  /** Which of those that the table lacks have exited, and how many there are. */
  #found(): States {
    this.#states ??= this.#readStates();
    return this.#states;
  }

  #readStates(): States {
    const exited: number[] = [];
    let count = 0;
    for (const pid of this.#lacking()) {
      const life = this.#listed.files.lifeOf(pid);
      if (life === 'exited') exited.push(pid);
      if (life !== undefined) count++;
    }
    return {exited, count};
  }

  /** The pids that the table lacks. */
  #lacking(): readonly number[] {
    this.#pids ??= this.#listPids();
    return this.#pids;
  }

  #listPids(): readonly number[] {
    const {table, list} = this.#listed;
    if (table?.isComplete) return [];
    const pids = list().map(Number);
    return pids.filter(pid => Number.isInteger(pid) && !table?.has(pid)).sort((a, b) => a - b);
  }

  #withLacking(looked: readonly PidStat[], lacking: readonly number[]): readonly PidStat[] {
    const {isTableFirst, files} = this.#listed;
    const readFirst = (stat: PidStat) => orUndefined(files.known(stat.pid) ?? found(stat)) ?? [];
    const stats = isTableFirst ? looked : looked.flatMap(readFirst);
    if (lacking.length === 0) return stats;
    const others = lacking.flatMap(pid => orUndefined(files.of(pid)) ?? []);
    return stats.length === 0 ? others : [...stats, ...others].sort((a, b) => a.pid - b.pid);
  }
}
