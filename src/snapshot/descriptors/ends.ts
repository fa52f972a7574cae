import type {Process} from '../process.ts';
import type {OpenFile} from './open-files.ts';

/** Every descriptor that keeps one thing: an end of a pipe, a socket, a lock. Thousands may, so one list serves all who ask. */
export class Ends {
  readonly all: readonly OpenFile[];
  /** The processes, with how many of the descriptors each has. */
  readonly counts: ReadonlyMap<Process, number>;

  constructor(all: readonly OpenFile[]) {
    const counts = new Map<Process, number>();
    for (const {process} of all) counts.set(process, (counts.get(process) ?? 0) + 1);
    this.all = all;
    this.counts = counts;
  }

  get processes(): Iterable<Process> {
    return this.counts.keys();
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
    this.inFamily = new Set([...family].filter(process => ends.counts.has(process)));
  }

  /** How many processes have one. */
  get processCount(): number {
    return this.ends.counts.size - this.inFamily.size;
  }

  /** How many there are. */
  get count(): number {
    const {all, counts} = this.ends;
    return [...this.inFamily].reduce((left, process) => left - (counts.get(process) ?? 0), all.length);
  }

  /** At most so many of them. */
  first(most: number): OpenFile[] {
    return firstOf(this.ends.all, most, ({process}) => !this.inFamily.has(process));
  }

  /** At most so many of the processes that have one. */
  firstProcesses(most: number): Process[] {
    return firstOf(this.ends.processes, most, process => !this.inFamily.has(process));
  }

  has(process: Process): boolean {
    return this.ends.counts.has(process) && !this.inFamily.has(process);
  }
}

/** The first so many that are wanted. What comes after them is not looked at: each of thousands may have a list of thousands. */
function firstOf<T>(all: Iterable<T>, most: number, isWanted: (one: T) => boolean): T[] {
  const first: T[] = [];
  for (const one of all) {
    if (first.length === most) break;
    if (isWanted(one)) first.push(one);
  }
  return first;
}
