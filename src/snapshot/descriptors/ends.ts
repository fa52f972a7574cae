import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {OpenFile} from './open-files.ts';

/** Every descriptor that keeps one thing: an end of a pipe, a socket, a lock. Thousands may, so one list serves all who ask. */
export class Ends {
  readonly all: readonly OpenFile[];
  readonly processes: ReadonlySet<Process>;

  constructor(all: readonly OpenFile[]) {
    this.all = all;
    this.processes = new Set(all.map(({process}) => process));
  }
}

/** What others than a family of processes have of that. */
export class EndsOutside {
  /** Also those of the family. */
  readonly ends: Ends;
  /** Who of the family has one. */
  readonly inFamily: ReadonlySet<Process>;

  constructor(ends: Ends, family: ReadonlySet<Process>) {
    this.ends = ends;
    this.inFamily = new Set([...family].filter(process => ends.processes.has(process)));
  }

  /** How many processes have one. */
  get processCount(): number {
    return this.ends.processes.size - this.inFamily.size;
  }

  /** One list serves all families that have none themselves. */
  readonly list = once((): readonly OpenFile[] =>
    this.inFamily.size === 0
      ? this.ends.all
      : this.ends.all.filter(({process}) => !this.inFamily.has(process)),
  );

  /** At most so many of the processes that have one. */
  firstProcesses(most: number): Process[] {
    const first: Process[] = [];
    for (const process of this.ends.processes) {
      if (first.length === most) break;
      if (!this.inFamily.has(process)) first.push(process);
    }
    return first;
  }

  has(process: Process): boolean {
    return this.ends.processes.has(process) && !this.inFamily.has(process);
  }
}
