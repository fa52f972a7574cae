import {orUndefined} from '../kernel/read.ts';
import type {LockLine} from '../parse/lock-line.ts';
import type {PidFdinfo} from '../parse/pid-fdinfo.ts';
import type {Descriptor} from './descriptor.ts';
import {type DescriptorKind, descriptorKind, isDeleted} from './descriptor-kind.ts';
import type {Holder, OpenFile} from './holders.ts';
import {once} from './once.ts';
import type {Process} from './process.ts';
import type {Proof} from './same-description.ts';
import type {Snapshot} from './snapshot.ts';
import type {SocketFacts} from './sockets.ts';

/** From whom a process has a descriptor. */
export interface Inheritance {
  /** null where that ancestor is gone and nothing tells which it was. */
  readonly pid: number | null;
  readonly comm: string | null;
  readonly fd: number | null;
  /** Whether that ancestor still runs. */
  readonly alive: boolean;
  readonly certainty: 'proven' | 'likely';
  /** null where it follows from more than one fact: `because` says which. */
  readonly proof: Proof | null;
  readonly because: string;
}

/** A lock held through a descriptor. */
export interface HeldLock extends LockLine {
  /** null where the kernel names no acquirer, or where its pid is another process's by now. */
  readonly acquirerAlive: boolean | null;
}

/** Who else has the open file description, by kinship with the process in question. */
export interface Sharing {
  /** Nearest first. */
  readonly ancestors: readonly Holder[];
  readonly descendants: readonly Holder[];
  readonly others: readonly Holder[];
  /** Every descriptor of another process that refers to the same object, shared or not: both ends of a pipe. */
  readonly sameObject: readonly OpenFile[];
}

/** A descriptor of the process in question, with who else has it, and what hangs on it. */
export class InheritedDescriptor {
  readonly process: Process;
  readonly descriptor: Descriptor;
  readonly sharing: Sharing;
  /** undefined: no socket, or one of a family without addresses. */
  readonly socket: SocketFacts | undefined;
  readonly #snapshot: Snapshot;

  constructor(
    snapshot: Snapshot,
    process: Process,
    facts: Pick<InheritedDescriptor, 'descriptor' | 'sharing' | 'socket'>,
  ) {
    this.#snapshot = snapshot;
    this.process = process;
    this.descriptor = facts.descriptor;
    this.sharing = facts.sharing;
    this.socket = facts.socket;
  }

  get fd(): number {
    return this.descriptor.fd;
  }

  /** 0, 1 and 2 are meant to be inherited. */
  get isStandardStream(): boolean {
    return this.fd <= 2;
  }

  /** Undefined where its fdinfo may not be read, or it was closed meanwhile. */
  readonly info = once((): PidFdinfo | undefined => orUndefined(this.descriptor.info()));
  readonly target = once((): string => orUndefined(this.descriptor.target()) ?? '?');
  readonly kind = once((): DescriptorKind => descriptorKind(this.descriptor));
  readonly deleted = once((): boolean => isDeleted(this.descriptor));

  /** The nearest ancestor that has the same open file description. */
  get nearestAncestor(): Holder | undefined {
    return this.sharing.ancestors[0];
  }

  /** Everyone who shares it but the ancestor it came from and the descendants it went to. */
  get alsoHeldBy(): readonly Holder[] {
    return [...this.sharing.ancestors.slice(1), ...this.sharing.others];
  }

  get isShared(): boolean {
    const {ancestors, descendants, others} = this.sharing;
    return ancestors.length + descendants.length + others.length > 0;
  }

  readonly locks = once((): HeldLock[] =>
    (this.info()?.locks ?? []).map(lock => ({...lock, acquirerAlive: this.#isAlive(lock.acquirerPid)})),
  );

  /** A flock that a process took which is gone: it had this very description, so this process has it from there. */
  readonly lockOfGoneAcquirer = once((): HeldLock | undefined =>
    this.locks().find(lock => lock.class === 'flock' && lock.acquirerAlive === false),
  );

  /** Other processes that can read from this pipe or FIFO. */
  readonly readers = once((): OpenFile[] =>
    this.sharing.sameObject.filter(({descriptor}) =>
      orUndefined(descriptor.info())?.accessMode?.includes('r'),
    ),
  );

  /**
   * A pid alone proves little: it counts as the acquirer's only if that process has the description too.
   * The acquirer may also have closed it and live on, so that otherwise it is not known.
   */
  #isAlive(acquirerPid: number | null): boolean | null {
    if (acquirerPid === null) return null;
    if (acquirerPid === this.process.pid) return true;
    const acquirer = this.#snapshot.find(acquirerPid);
    if (!acquirer || acquirer.isZombie()) return false;
    const {ancestors, descendants, others} = this.sharing;
    const shares = [...ancestors, ...descendants, ...others].some(({process}) => process.pid === acquirerPid);
    return shares ? true : null;
  }
}
