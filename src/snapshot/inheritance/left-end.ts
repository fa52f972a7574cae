import type {Syscalls} from '../../kernel/syscalls.ts';
import {mayBeLeft} from '../descriptors/holdings.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Adoptions} from '../families/adoption.ts';
import {leadsSessionUnderInit} from '../families/detached.ts';
import {Ties} from '../families/ties.ts';
import {isOlder, type Process} from '../process.ts';
import {neverWrites} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {isFedBy} from './fed-reader.ts';
import type {InheritedDescriptor} from './inherited-descriptor.ts';
import type {InheritedFrom} from './origin.ts';

/** A write end that is left over, with who waits for it to be closed. */
export interface LeftEnd {
  readonly readers: readonly [OpenFile, ...OpenFile[]];
  /**
   * orphan: its process lost its parent. own-session: its process leads a session under an init that doesn't have the
   * pipe. later-session: such an init can't be asked, but its process began after the one that started the reader. leak: its process got it above fd 2 from one that is gone, or has closed it.
   */
  readonly shownBy: 'orphan' | 'own-session' | 'later-session' | 'leak';
  /** Whether one of those that have a write end may write yet, and be at work in spite of all. */
  readonly mayBeAtWork: boolean;
  /** Whether its readers get what it writes: see `isFedBy`. */
  readonly isFed: boolean;
}

/** Which write ends of pipes and ends of socket pairs are left over. */
export class LeftEnds {
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;
  readonly #ties: Ties;
  readonly #syscalls: Pick<Syscalls, 'onProcessor'>;

  constructor(snapshot: Snapshot, adoptions: Adoptions, syscalls: Pick<Syscalls, 'onProcessor'>) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
    this.#syscalls = syscalls;
    this.#ties = new Ties(snapshot, adoptions);
  }

  /** Undefined where nobody waits for the end, or nothing shows that it is left over. */
  of(one: InheritedDescriptor, origin: InheritedFrom | undefined): LeftEnd | undefined {
    const {process} = one;
    const isEnd = one.kind() === 'pipe' || one.kind() === 'fifo' || one.isEndOfPair;
    if (!isEnd || !one.info()?.accessMode?.includes('w') || this.#isCaller(process)) return undefined;
    const isOrphan = this.#adoptions.orphanhoodOf(process) !== undefined;
    const mayBeAtWork = [process, ...one.foreignWriteEnds().map(end => end.process)].some(
      writer => !neverWrites(writer),
    );
    const isFed = (reader: OpenFile) =>
      mayBeAtWork && isFedBy(this.#snapshot, reader, process, this.#syscalls);
    const leftEnd = leftEndWhere(mayBeAtWork, isFed);
    const waiting = one.readers().filter(reader => !this.#hasWriterAtWork(one, reader.process));
    if (isOrphan && this.#mayBeUnknown(one)) return leftEnd('orphan', waiting);
    if (this.#isDetached(one)) {
      if (this.#isInitSeen(one)) return leftEnd('own-session', waiting);
      return leftEnd(
        'later-session',
        waiting.filter(reader => this.#isOfStarter(reader.process, process)),
      );
    }
    // While who gave it has a write end itself, the reader has that one to wait for, and nothing is left over.
    const isLeft = origin !== undefined && origin.from.alive !== true;
    const isLeaked = !one.isStandardStream && isLeft && one.info()?.closeOnExec === false;
    return isLeaked && !one.isEndOfPair ? leftEnd('leak', isOrphan ? waiting : one.readers()) : undefined;
  }

  /** Who called procdoc, and what is in one pipeline with it, is at work as long as procdoc is. */
  #isCaller(process: Process): boolean {
    const observer = this.#snapshot.find(this.#snapshot.observerPid());
    if (!observer) return false;
    const isMate = process.stat.pgid === observer.stat.pgid && process.stat.ppid === observer.stat.ppid;
    return isMate || this.#snapshot.ancestors(observer).includes(process);
  }

  /** Whether a reader has somebody else to wait for: one that has a write end, and no dead parent between the two. */
  #hasWriterAtWork(one: InheritedDescriptor, reader: Process): boolean {
    return one
      .foreignWriteEnds()
      .some(
        ({process}) =>
          process !== one.process &&
          !this.#snapshot.ancestors(process).includes(one.process) &&
          this.#ties.areTied(process, reader),
      );
  }

  /** What init starts has no stranger's pipe: it has the pipe from init, or its reader was started by init as well. */
  #isDetached(one: InheritedDescriptor): boolean {
    const {process} = one;
    const parent = this.#snapshot.parentOf(process);
    if (!parent || one.kind() === 'fifo' || !leadsSessionUnderInit(this.#snapshot, process)) return false;
    if (this.#adoptions.of(process) !== 'unclear' || !this.#mayBeUnknown(one)) return false;
    const ends = [...one.sharing.sameObject, ...one.sharing.otherEnds];
    const isInits = (other: Process) => other === parent || other.stat.ppid === parent.pid;
    return !ends.some(end => end.process !== process && isInits(end.process));
  }

  /** Whether the descriptors of its parent can be read, as an ordinary user can't read those of init. */
  #isInitSeen({process}: InheritedDescriptor): boolean {
    return this.#snapshot.parentOf(process)?.descriptors().ok === true;
  }

  /**
   * Whether a pipe between the two is rather of the program that started the reader than of init: that was there before the
   * writer, and has not got the pipe from init together with it.
   */
  #isOfStarter(reader: Process, writer: Process): boolean {
    const starter = this.#snapshot.parentOf(reader);
    return starter !== undefined && starter.pid !== writer.stat.ppid && isOlder(starter, writer);
  }

  #mayBeUnknown(one: InheritedDescriptor): boolean {
    return !one.isEndOfPair || mayBeLeft(one.process, one.descriptor);
  }
}

function leftEndWhere(mayBeAtWork: boolean, isFed: (reader: OpenFile) => boolean) {
  return (shownBy: LeftEnd['shownBy'], [first, ...more]: readonly OpenFile[]): LeftEnd | undefined =>
    first && {readers: [first, ...more], shownBy, mayBeAtWork, isFed: [first, ...more].every(isFed)};
}
