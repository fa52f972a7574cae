import type {Ends, EndsOutside} from '../descriptors/ends.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {leadsSessionUnderInit} from './detached.ts';

/** Which of those that have a thing open are at work: neither they nor any ancestor of theirs was left behind. */
export class AtWork {
  readonly #snapshot: Snapshot;
  readonly #isOrphan: (process: Process) => boolean;

  constructor(snapshot: Snapshot, isOrphan: (process: Process) => boolean) {
    this.#snapshot = snapshot;
    this.#isOrphan = isOrphan;
  }

  /** Whether a process at work keeps it as well. */
  keepsToo(holders: EndsOutside): boolean {
    return this.#among(holders.ends).some(process => holders.has(process));
  }

  /** Whether a process at work keeps an end of a pipe. Who has the other end waits for it, and was not left behind. */
  keepsPipeToo(holders: EndsOutside, otherEnds: EndsOutside): boolean {
    const pipe = this.#pipe(otherEnds.ends);
    const awaited = (one: Process) =>
      pipe.below(one) > [...otherEnds.inFamily].filter(process => this.#line(process).includes(one)).length;
    return pipe
      .among(holders.ends)
      .some(
        process =>
          holders.has(process) &&
          (otherEnds.inFamily.size === 0 ||
            this.#line(process).every(one => !this.#isCutOffOfPipe(one) || awaited(one))),
      );
  }

  readonly #among = onceEach((ends: Ends) =>
    [...ends.processes].filter(process => this.#line(process).every(one => !this.#isOrphan(one))),
  );

  /** For each list of other ends, once: how many are at or below a process, and who is at work if all of them wait. */
  readonly #pipe = onceEach((otherEnds: Ends) => {
    const counts = once(() => {
      const found = new Map<Process, number>();
      for (const process of otherEnds.processes)
        for (const one of this.#line(process)) found.set(one, (found.get(one) ?? 0) + 1);
      return found;
    });
    const below = (one: Process) => counts().get(one) ?? 0;
    const among = onceEach((ends: Ends) =>
      [...ends.processes].filter(process =>
        this.#line(process).every(one => !this.#isCutOffOfPipe(one) || below(one) > 0),
      ),
    );
    return {below, among};
  });

  /** What leads a session under init may have been left behind, too, if it has a pipe that leads out of its line. */
  #isCutOffOfPipe(one: Process): boolean {
    return this.#isOrphan(one) || leadsSessionUnderInit(this.#snapshot, one);
  }

  #line(process: Process): Process[] {
    return [process, ...this.#snapshot.ancestors(process)];
  }
}
