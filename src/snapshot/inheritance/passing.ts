import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {linkedInode} from '../descriptors/kind.ts';
import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import {unixSocketTable} from '../descriptors/unix-socket-table.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import type {InheritedDescriptor} from './inherited-descriptor.ts';

/**
 * Whether two processes may have sent each other descriptors: they have a UNIX socket between them (unix(7), SCM_RIGHTS).
 * Then what both have may have come up from the child as well as down from the parent. Sockets that have been closed
 * since, and pidfd_getfd(2), leave no trace.
 */
export class DescriptorPassing {
  readonly #snapshot: Snapshot;
  readonly #syscalls: Syscalls;

  constructor(snapshot: Snapshot, syscalls: Syscalls) {
    this.#snapshot = snapshot;
    this.#syscalls = syscalls;
  }

  isPossible(a: Process, b: Process): boolean {
    const own = this.#socketsOf(a);
    if (own.size === 0) return false;
    const all = unixSocketTable(this.#snapshot, this.#syscalls);
    const others = this.#socketsOf(b);
    // Without the table, any sockets that they don't have in common may be the two ends.
    if (!all) return [...own].some(inode => !others.has(inode)) && [...others].some(inode => !own.has(inode));
    return [...own].some(inode => {
      const peer = all.get(inode)?.peerInode;
      return peer !== undefined && others.has(peer);
    });
  }

  /**
   * Whether a process may have received descriptors from anyone: it has a UNIX socket, or one that may be. Programs that
   * only read and write, such as cat, receive none.
   */
  readonly mayReceive = onceEach((process: Process): boolean => {
    const own = this.#socketsOf(process);
    if (own.size === 0 || neverForks(process)) return false;
    const {byInode} = socketsOf(this.#snapshot, process);
    return [...own].some(inode => (byInode.get(inode)?.family ?? 'unix') === 'unix');
  });

  /** Whether a process may have a description from an older one by fork(2): under the same number, with no socket between. */
  isPassedDown(holder: OpenFile, elder: OpenFile): boolean {
    const [{fd}, {fd: above}] = [holder.descriptor, elder.descriptor];
    if (fd > 2 && above > 2 && fd !== above) return false;
    return fd <= 2 || !this.isPossible(holder.process, elder.process);
  }

  /** The inodes of its sockets but for its standard streams, over which nobody sends descriptors. */
  readonly #socketsOf = onceEach((process: Process): ReadonlySet<number> => {
    const isWanted = (link: string, {fd}: {readonly fd: number}) => fd > 2 && link.startsWith('socket:[');
    const sockets = orUndefined(process.descriptorsLinkedTo(isWanted)) ?? [];
    return new Set(sockets.flatMap(one => linkedInode(orUndefined(one.target()) ?? '') ?? []));
  });
}

/**
 * Whether a description came from an ancestor. Standard streams are not what is sent. Else fork(2) keeps the number, which
 * a receiver would choose for itself; and some ancestor that has it can't have received it from the line below.
 * @param nearest the nearest ancestor that has it
 */
export function cameDown(
  {process, fd, isStandardStream, sharing: {ancestors}}: InheritedDescriptor,
  nearest: Holder,
  passing: DescriptorPassing,
): boolean {
  if (isStandardStream || nearest.descriptor.fd <= 2) return true;
  if (nearest.descriptor.fd !== fd) return false;
  return ancestors.some((ancestor, at) => {
    const below = [process, ...ancestors.slice(0, at).map(({process: between}) => between)];
    return ancestor.certainty === 'proven' && !below.some(one => passing.isPossible(one, ancestor.process));
  });
}
