import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Tells from whom processes may have an open file description by fork(2): who has it from elsewhere received it over a
 * UNIX socket, or by pidfd_getfd(2).
 */
export class Descents {
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;

  constructor(snapshot: Snapshot, adoptions: Adoptions) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
  }

  /** Whether the process with a pid is its parent, or the parent of that, and so on, as far as they can be seen. */
  isBelow(process: Process, elder: number | null): boolean {
    return this.#snapshot.ancestors(process).some(({pid}) => pid === elder);
  }

  /**
   * Whether it may descend from one that is gone: only if it, or one above it, is an orphan, or the line is lost
   * sight of. Whoever was there before that one is none of its children.
   * @param isLater whether a process was not there before that one
   */
  mayComeFromGone(process: Process, isLater: (one: Process) => boolean): boolean {
    const line = [process, ...this.#snapshot.ancestors(process)];
    for (const one of line) {
      if (!isLater(one)) return false;
      if (isOrphaned(this.#adoptions.of(one))) return true;
    }
    return line.at(-1)?.stat.ppid !== 0;
  }
}
