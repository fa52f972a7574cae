import {Latencies} from './latencies.ts';
import {isSameStart, type Tracked} from './tracked.ts';

/** What became of the children of a process while they were watched. */
export interface ParentRecord {
  readonly pid: number;
  readonly startTicks: number | undefined;
  /** The last name that was known. */
  comm: string | undefined;
  born: number;
  exited: number;
  reaped: number;
  /** How many SIGCHLDs came while another was pending, so that the process got one signal for several children. */
  merged: number;
  readonly latencies: Latencies;
}

/** How many parents that are gone are remembered: those with the most children. */
const MOST_GONE = 100;

type Named = Pick<Tracked, 'pid' | 'startTicks' | 'comm'>;

/** What became of children, by parent. Of parents that are gone, only the busiest are kept. */
export class Parents {
  readonly #living = new Map<number, ParentRecord>();
  #gone: ParentRecord[] = [];
  readonly #look: (pid: number) => Pick<Tracked, 'startTicks' | 'comm'> | undefined;

  /** @param look looks at a process that isn't watched itself */
  constructor(look: (pid: number) => Pick<Tracked, 'startTicks' | 'comm'> | undefined) {
    this.#look = look;
  }

  /**
   * The record of a parent; a process of the same pid that started at another time is another one. Of a parent whose start
   * isn't known, it is that of the last one: children can be reported later than the end of their parent.
   */
  of({pid, startTicks, comm}: Named): ParentRecord {
    const known = this.#living.get(pid);
    if (known && isSameStart(known.startTicks, startTicks)) {
      known.comm = comm ?? known.comm;
      return known;
    }
    if (known) this.leave(pid);
    const gone = startTicks === undefined ? this.#gone.findLast(record => record.pid === pid) : undefined;
    if (gone) return gone;
    const seen = comm === undefined ? this.#look(pid) : undefined;
    const record = {
      pid,
      startTicks: startTicks ?? seen?.startTicks,
      comm: comm ?? seen?.comm,
      born: 0,
      exited: 0,
      reaped: 0,
      merged: 0,
      latencies: new Latencies(),
    };
    this.#living.set(pid, record);
    return record;
  }

  /** The process is gone, and gets no more children. */
  leave(pid: number): void {
    const record = this.#living.get(pid);
    if (!record) return;
    this.#living.delete(pid);
    this.#gone.push(record);
    if (this.#gone.length > 2 * MOST_GONE) this.#gone = this.#gone.sort(byChildren).slice(0, MOST_GONE);
  }

  /** All that had or lost a child, the busiest first. */
  all(): ParentRecord[] {
    return [...this.#living.values(), ...this.#gone]
      .filter(({born, exited, reaped, merged}) => born + exited + reaped + merged > 0)
      .sort(byChildren);
  }
}

function byChildren(a: ParentRecord, b: ParentRecord): number {
  return b.born + b.exited - a.born - a.exited || b.reaped - a.reaped || a.pid - b.pid;
}
