import {orUndefined} from '../../kernel/read.ts';
import type {ByteOffset} from '../../parse/locks/byte-range.ts';
import type {PidFdinfo} from '../../parse/process/pid-fdinfo.ts';
import type {Descriptor} from '../descriptor.ts';
import {type DescriptorKind, descriptorKind, isDeleted, linkedInode} from '../descriptors/kind.ts';
import {accessModeOf, type Holder, type OpenFile} from '../descriptors/open-files.ts';
import {socketSeen} from '../descriptors/socket-evidence.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import type {Evidence} from '../evidence.ts';
import {precedenceOf, wasThereBefore} from '../families/pid-order.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {exitEvidence, hasExited} from './exited.ts';
import type {HeldLock, LeftBehindLock} from './held-lock.ts';
import {readersOf, waitingPeers, writeEnds} from './pipe-readers.ts';
import type {Sharing} from './sharing.ts';

/** What is expensive to find out about a descriptor, each asked for once at most. */
interface DescriptorFacts {
  readonly sharing: () => Sharing;
  readonly socket: () => SocketFacts | undefined;
  /** Whether a process has what it shares with one that has exited and had this pid from there by fork(2). */
  readonly comesFrom: (process: Process, gone: number) => boolean;
}

/** Kinds of which the description has a place where it reads and writes; of the rest fdinfo says 0. */
const seekable: readonly DescriptorKind[] = ['file', 'directory', 'memfd', 'device'];

/** A descriptor of the process in question, with who else has it, and what hangs on it. */
export class InheritedDescriptor {
  readonly process: Process;
  readonly descriptor: Descriptor;
  readonly #snapshot: Snapshot;
  readonly #facts: DescriptorFacts;

  constructor(snapshot: Snapshot, {process, descriptor}: OpenFile, facts: DescriptorFacts) {
    this.#snapshot = snapshot;
    this.process = process;
    this.descriptor = descriptor;
    this.#facts = facts;
  }

  get fd(): number {
    return this.descriptor.fd;
  }

  get sharing(): Sharing {
    return this.#facts.sharing();
  }

  /** Undefined where it is not a socket, or one of a family without addresses. */
  get socket(): SocketFacts | undefined {
    return this.#facts.socket();
  }

  /** What is known of its socket, with where it stands; undefined where nothing is. */
  socketSeen(seen: Pick<Evidence, 'field' | 'value'>): Evidence | undefined {
    const [facts, inode] = [this.socket, linkedInode(this.target())];
    if (!facts || inode === undefined) return undefined;
    return socketSeen(this.#snapshot, this.process, inode, facts, seen);
  }

  /** Whether it is an end of a socket pair of which a process has the other end. */
  get isEndOfPair(): boolean {
    return this.sharing.otherEnds.length > 0;
  }

  /** 0, 1 and 2 are meant to be inherited. */
  get isStandardStream(): boolean {
    return this.fd <= 2;
  }

  /** Undefined where its fdinfo can't be read, or it was closed meanwhile. */
  readonly info = once((): PidFdinfo | undefined => orUndefined(this.descriptor.info()));
  /** What its link says, without the mark of a deleted file; "?" where that can't be read. */
  readonly target = once((): string => {
    const target = orUndefined(this.descriptor.target()) ?? '?';
    return this.deleted() ? target.replace(/ \(deleted\)$/, '') : target;
  });

  /** A path that leads to its file from here, where it is one: see `addressOf`. */
  readonly address = once((): string =>
    addressOf(this.#snapshot, this.process, this.descriptor, this.target()),
  );
  readonly kind = once((): DescriptorKind => descriptorKind(this.descriptor));
  readonly deleted = once((): boolean => isDeleted(this.descriptor));
  /** In bytes; null where there is none, or it can't be read. */
  readonly offset = once((): ByteOffset | null =>
    seekable.includes(this.kind()) ? (this.info()?.position ?? null) : null,
  );

  /** The nearest ancestor that has the same open file description. */
  get nearestAncestor(): Holder | undefined {
    return this.sharing.ancestors[0];
  }

  /** Every other process that has it. */
  get otherHolders(): readonly Holder[] {
    const {ancestors, descendants, others} = this.sharing;
    return [...ancestors, ...descendants, ...others];
  }

  get isShared(): boolean {
    return this.otherHolders.length > 0;
  }

  readonly locks = once((): HeldLock[] =>
    (this.info()?.locks ?? []).map(lock => ({...lock, acquirerAlive: this.#isAlive(lock.acquirerPid)})),
  );

  /**
   * A flock whose acquirer has exited, and was there before every process that has the description now. A later
   * acquirer was a helper of the process that had opened the file: flock(1) in `exec 9>lock; flock 9`.
   */
  readonly leftBehindLock = once((): LeftBehindLock | undefined => {
    for (const lock of this.locks()) {
      const {acquirerPid} = lock;
      if (
        lock.class === 'flock' &&
        lock.acquirerAlive === false &&
        acquirerPid !== null &&
        this.sharing.isEvery(process => wasThereBefore(this.#snapshot, acquirerPid, process))
      )
        return this.#leftBy(acquirerPid, lock);
    }
    return undefined;
  });

  #leftBy(acquirerPid: number, lock: HeldLock): LeftBehindLock {
    const isCertain = this.sharing.isEvery(
      process => precedenceOf(this.#snapshot, acquirerPid, process) === 'before',
    );
    return {...lock, acquirerPid, isCertain, gone: exitEvidence(this.#snapshot, acquirerPid)};
  }

  /** A flock that was left behind, which every holder inherited from its acquirer, and did not receive over a UNIX socket. */
  readonly inheritedLock = once((): LeftBehindLock | undefined => {
    const lock = this.leftBehindLock();
    // Who else has a descriptor without a lock need not be looked for.
    if (!lock) return undefined;
    const isFromThere = (process: Process) => this.#facts.comesFrom(process, lock.acquirerPid);
    return this.sharing.isEvery(isFromThere) ? lock : undefined;
  });

  /**
   * Other processes that read this pipe, FIFO or socket pair to its end: see `readersOf`, `waitingPeers`. None of a FIFO of which its writer opened
   * both ends: it keeps the FIFO open for whoever comes, and means no reader to see EOF.
   */
  readonly readers = once((): OpenFile[] => {
    const {sameObject, otherEnds} = this.sharing;
    if (this.isEndOfPair) return waitingPeers(this.#snapshot, this.process, sameObject, otherEnds);
    return this.#isKeptOpen() ? [] : readersOf(this.#snapshot, this.process, sameObject);
  });

  /** Ends that are closed on exec were opened by the program that has them; it did not inherit them. */
  #isKeptOpen(): boolean {
    if (this.kind() !== 'fifo' || this.info()?.closeOnExec !== true) return false;
    return this.#otherOwnEnds().some(
      end => accessModeOf(end).includes('r') && orUndefined(end.descriptor.info())?.closeOnExec === true,
    );
  }

  /** Its process's other write ends of this pipe or FIFO. */
  readonly ownWriteEnds = once((): OpenFile[] => writeEnds(this.#otherOwnEnds()));

  readonly #otherOwnEnds = once((): OpenFile[] =>
    (orUndefined(this.process.descriptors()) ?? [])
      .filter(one => one.fd !== this.fd && orUndefined(one.target()) === this.target())
      .map(descriptor => ({process: this.process, descriptor})),
  );

  /** The write ends of this pipe or FIFO that other processes have. */
  readonly foreignWriteEnds = once((): OpenFile[] => writeEnds(this.sharing.sameObject));

  /** Whether the descriptors of some process can't be read, so that it may hold this one without being seen. */
  get mayBeHeldUnseen(): boolean {
    return this.#snapshot.ledger.lacks('fd', 'fdinfo');
  }

  /**
   * A pid alone proves little: it counts as the acquirer's only if that process has the description too.
   * The acquirer may also have closed it and live on, so that otherwise it is not known.
   */
  #isAlive(acquirerPid: number | null): boolean | null {
    if (acquirerPid === null) return null;
    if (acquirerPid === this.process.pid) return true;
    if (hasExited(this.#snapshot, acquirerPid)) return false;
    return this.sharing.isHeldBy(acquirerPid) ? true : null;
  }
}
