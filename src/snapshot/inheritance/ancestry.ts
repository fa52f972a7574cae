import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import {wasThereBefore} from '../families/pid-order.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {DescriptorPassing} from './passing.ts';

/**
 * Which processes another one descends from, or may descend from though the process between them has exited. A
 * process has an open file description from an ancestor by fork(2), or else received it over a UNIX socket or by
 * pidfd_getfd(2).
 */
export class Ancestry {
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;
  readonly #passing: DescriptorPassing;

  constructor(snapshot: Snapshot, adoptions: Adoptions, passing: DescriptorPassing) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
    this.#passing = passing;
  }

  /** A process's parent, the parent of that, and so on, as far as visible. */
  above(process: Process): readonly Process[] {
    return this.#snapshot.ancestors(process);
  }

  /** Whether the process with a pid is above another one. */
  isBelow(process: Process, elder: number | null): boolean {
    return this.above(process).some(({pid}) => pid === elder);
  }

  /** Whether a process was there after one that has exited, as far as their pids show. */
  isLaterThanGone(process: Process, gonePid: number): boolean {
    return wasThereBefore(this.#snapshot, gonePid, process);
  }

  /**
   * Whether a process has a description from one that has exited by fork(2). It may descend from that: only if it, or an
   * ancestor of it, is an orphan, or the line of its ancestors cannot be followed to its end; whatever was there before the
   * exited one cannot be its child. And no process of that line is seen to have a socket over which it may have received
   * the description instead.
   * @param isLater whether a process was not there before the one that has exited
   */
  comesFromGone(process: Process, isLater: (one: Process) => boolean): boolean {
    const line = [process, ...this.above(process)];
    for (const one of line) {
      if (!isLater(one) || this.#passing.mayReceive(one)) return false;
      if (isOrphaned(this.#adoptions.of(one))) return true;
    }
    return line.at(-1)?.stat.ppid !== 0;
  }
}
