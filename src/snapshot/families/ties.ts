import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Adoptions} from './adoption.ts';

/** Who is at work for whom: a process that lost one of its line is left behind for everyone who was above that one. */
export class Ties {
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;

  constructor(snapshot: Snapshot, adoptions: Adoptions) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
  }

  /**
   * Whether no process between one and the line of another has lost its parent.
   * @param other undefined where it isn't visible: then the whole line of the one counts
   */
  areTied(process: Process, other: Process | undefined): boolean {
    const line = new Set(other ? [other, ...this.#snapshot.ancestors(other)] : []);
    return [process, ...this.#snapshot.ancestors(process)].every(
      each => line.has(each) || !this.#isCutOff(each, other),
    );
  }

  /**
   * Whether the process that started this one has exited, or it leads a session under an init or subreaper, which as well
   * started it: one that is asked about itself likely did.
   */
  #isCutOff(process: Process, other: Process | undefined): boolean {
    if (this.#adoptions.orphanhoodOf(process) !== undefined) return true;
    const isOthers = other !== undefined && process.stat.ppid === other.pid;
    return !isOthers && this.#adoptions.of(process) === 'unclear' && process.stat.sid === process.pid;
  }
}
