import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {readMachineSockets} from '../descriptors/network-namespaces.ts';
import {type FindOpenFiles, type OpenFile, openFilesWhere} from '../descriptors/open-files.ts';
import {type Sameness, sameDescription} from '../descriptors/same-description.ts';
import {parentWithTable} from '../descriptors/shared-tables.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import {otherEndOfPair} from '../descriptors/socket-pairs.ts';
import {unixSocketTable} from '../descriptors/unix-socket-table.ts';
import {withUnlistedSockets} from '../descriptors/unlisted-sockets.ts';
import {Adoptions} from '../families/adoption.ts';
import {groupBy} from '../group-by.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {DescriptorIndex} from './inherited-fds.ts';

/**
 * The descriptors of the whole machine, for questions about many processes at once: which other processes have an object
 * is looked up, and most descriptors are not asked for more than where their link leads.
 */
export class DescriptorScene implements DescriptorIndex {
  readonly snapshot: Snapshot;
  readonly openFiles: ReadonlyMap<string, readonly OpenFile[]>;
  readonly syscalls: Syscalls;
  readonly adoptions: Adoptions;
  readonly #tableOwners = new Map<Process, Process>();
  readonly #byNumber = new Map<Process, ReadonlyMap<number, OpenFile>>();

  /** @param openFiles every descriptor, by what its link says */
  constructor(snapshot: Snapshot, openFiles: ReadonlyMap<string, readonly OpenFile[]>, syscalls: Syscalls) {
    this.snapshot = snapshot;
    this.openFiles = openFiles;
    this.syscalls = syscalls;
    this.adoptions = new Adoptions(snapshot, syscalls);
  }

  /** The sockets of every network namespace that is visible, and those that say themselves what they are. */
  readonly sockets = once((): ReadonlyMap<number, SocketFacts> => {
    const listed = readMachineSockets(this.snapshot);
    const openFiles: FindOpenFiles = isWanted => openFilesWhere(this.openFiles, isWanted);
    return withUnlistedSockets(listed, this.syscalls, openFiles).byInode;
  });

  /** The link of the other end of a socket pair; undefined where a link is none. */
  readonly otherEndOf = onceEach((link: string) =>
    otherEndOfPair(link, inode => unixSocketTable(this.snapshot, this.syscalls)?.get(inode)),
  );

  readonly #byProcess = once(() => groupBy([...this.openFiles.values()].flat(), ({process}) => process));

  /** The descriptors of a process, by number. */
  of(process: Process): ReadonlyMap<number, OpenFile> {
    const known = this.#byNumber.get(process);
    if (known) return known;
    const files = [...(this.#byProcess().get(process) ?? [])].sort(
      (a, b) => a.descriptor.fd - b.descriptor.fd,
    );
    const byNumber = new Map(files.map(file => [file.descriptor.fd, file]));
    this.#byNumber.set(process, byNumber);
    return byNumber;
  }

  /** How many descriptors it has. */
  countOf(process: Process): number {
    return this.#byProcess().get(process)?.length ?? 0;
  }

  /** What its parent has under the number of a descriptor, where it is the same open file description. */
  sameInParent({process, descriptor}: OpenFile): (OpenFile & Sameness) | undefined {
    const parent = this.snapshot.parentOf(process);
    const file = parent && this.of(parent).get(descriptor.fd);
    if (!file || orUndefined(file.descriptor.target()) !== orUndefined(descriptor.target())) return undefined;
    const sameness = sameDescription(descriptor, file.descriptor, this.syscalls);
    return sameness && {...file, ...sameness};
  }

  /**
   * The process that stands for all that have one descriptor table in common: what clone(2) made with CLONE_FILES,
   * and a vfork(2) child before its execve(2), close what the others close. It is the eldest of them.
   */
  tableOwner(process: Process): Process {
    const known = this.#tableOwners.get(process);
    if (known) return known;
    // Pids that were reused during the look may make a ring of parents.
    this.#tableOwners.set(process, process);
    const parent = parentWithTable(this.snapshot, this.syscalls, process);
    const owner = parent ? this.tableOwner(parent) : process;
    this.#tableOwners.set(process, owner);
    return owner;
  }

  /** These descriptors, without the ones that a process has only because it shares the table of another. */
  withoutCommonTables(files: readonly OpenFile[]): OpenFile[] {
    return files.filter(({process}) => this.tableOwner(process) === process);
  }
}
