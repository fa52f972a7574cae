import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import {candidatesLike, othersWith} from '../descriptors/candidates.ts';
import {openersOf} from '../descriptors/file-openers.ts';
import {holdersAmong} from '../descriptors/holders-among.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type Holder, type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import {otherEndOfPair} from '../descriptors/socket-pairs.ts';
import {readSocketsBehind} from '../descriptors/sockets-behind.ts';
import {Adoptions} from '../families/adoption.ts';
import type {Orphanhood} from '../families/orphanhood.ts';
import {groupBy} from '../group-by.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {DescriptorOrigins, type TracedOrigin} from './descriptor-origins.ts';
import {InheritedDescriptor} from './inherited-descriptor.ts';
import {type LeftEnd, LeftEnds} from './left-end.ts';
import {type Sharing, sharingAmong} from './sharing.ts';

/** A descriptor with the answer to where it came from. */
export interface TracedDescriptor extends TracedOrigin {
  readonly one: InheritedDescriptor;
  /** Whether it is a write end that is left over, and who waits for it to be closed. */
  readonly leftEnd: () => LeftEnd | undefined;
  /** What shows that the process which started this one has exited; undefined where nothing does. */
  readonly orphanhood: Orphanhood | undefined;
  /** Every visible descriptor that leads to its file, which is looked for once this is asked. */
  readonly openers: () => readonly OpenFile[];
}

/** Every process that shares it, but the ancestor it was inherited from and the descendants it went to. */
export function alsoHeldBy({one: {sharing}, origin, cameBy}: TracedDescriptor): readonly Holder[] {
  const isFromAncestor = cameBy() === origin;
  return [...sharing.ancestors.slice(isFromAncestor ? 1 : 0), ...sharing.others];
}

/** The descriptors of other processes, which one process's are compared with, and what it takes to compare them. */
export interface DescriptorIndex {
  /** By what their links say; the process itself and procdoc may be among them. */
  readonly openFiles: ReadonlyMap<string, readonly OpenFile[]>;
  /** By inode: the sockets that the process can have. */
  readonly sockets: () => ReadonlyMap<number, SocketFacts>;
  /** The link of the other end of a socket pair; undefined where a link is none. */
  readonly otherEndOf: (link: string) => string | undefined;
  readonly syscalls: Syscalls;
  readonly adoptions: Adoptions;
}

/**
 * The descriptors of a process, each with who else has it and from whom it came. A process that inherited one may be
 * anywhere: where the kernel names no candidates, every process is looked at, but of most only the links of their
 * descriptors.
 */
export function readInheritedFds(
  snapshot: Snapshot,
  process: Process,
  descriptors: readonly Descriptor[],
  syscalls: Syscalls,
): TracedDescriptor[] {
  const links = descriptors.flatMap(descriptor => orUndefined(descriptor.target()) ?? []);
  // The kernel goes through all of its sockets for each one.
  const unixSocket = onceEach((inode: number) => syscalls.unixSocket(inode));
  const otherEndOf = onceEach((link: string) =>
    otherEndOfPair(link, inode => orUndefined(unixSocket(inode))),
  );
  const otherEnds = links.flatMap(link => otherEndOf(link) ?? []);
  const candidates = candidatesLike(snapshot, process, {descriptors, otherEnds}, syscalls);
  const everyone = candidates ? othersWith(candidates, snapshot) : snapshot.others();
  const others = everyone.filter(({pid}) => pid !== process.pid);
  const targets = new Set([...links, ...otherEnds]);
  const openFiles = openFilesByTarget(others, target => targets.has(target), candidates);
  const inodes = [...new Set(links)].flatMap(target =>
    target.startsWith('socket:') ? (linkedInode(target) ?? []) : [],
  );
  const sockets = once(() => readSocketsBehind(inodes, snapshot, process, {syscalls, unixSocket}));
  return traceDescriptors(snapshot, process, descriptors, {
    openFiles,
    sockets,
    otherEndOf,
    syscalls,
    adoptions: new Adoptions(snapshot, syscalls),
  });
}

/** The descriptors of a process by which it holds locks, traced: these show what else it inherited. */
export function readLockedFds(snapshot: Snapshot, process: Process, syscalls: Syscalls): TracedDescriptor[] {
  const locked = (orUndefined(process.descriptors()) ?? []).filter(
    one => (orUndefined(one.info())?.locks.length ?? 0) > 0,
  );
  return readInheritedFds(snapshot, process, locked, syscalls);
}

/**
 * Some descriptors of a process, each with who else has it and from whom it came, by an index that serves many
 * processes.
 */
export function traceDescriptors(
  snapshot: Snapshot,
  process: Process,
  descriptors: readonly Descriptor[],
  index: DescriptorIndex,
  isWanted: (descriptor: Descriptor) => boolean = () => true,
): TracedDescriptor[] {
  const sharingOf = sharingWith(snapshot, process, descriptors, index);
  const origins = new DescriptorOrigins(snapshot, index.adoptions, index.syscalls);
  const {comesFrom} = origins;
  const all = descriptors.map(descriptor => {
    const socket = () => {
      const inode = linkedInode(orUndefined(descriptor.target()) ?? '');
      return inode === undefined ? undefined : index.sockets().get(inode);
    };
    const facts = {sharing: once(() => sharingOf(descriptor)), socket: once(socket), comesFrom};
    return new InheritedDescriptor(snapshot, {process, descriptor}, facts);
  });
  const {adoptions} = index;
  const leftEnds = new LeftEnds(snapshot, adoptions, index.syscalls);
  const wanted = all.filter(({descriptor}) => isWanted(descriptor));
  return wanted.map(one => {
    // What stands next to it in another table of the process shows nothing.
    const traced = origins.of(one, () => all.filter(other => other.descriptor.pid === one.descriptor.pid));
    const leftEnd = once(() => leftEnds.of(one, traced.origin));
    const openers = once(() => openersOf(snapshot, one.descriptor, index.syscalls));
    return {one, ...traced, leftEnd, orphanhood: adoptions.orphanhoodOf(process), openers};
  });
}

function sharingWith(
  snapshot: Snapshot,
  process: Process,
  descriptors: readonly Descriptor[],
  {openFiles, otherEndOf, syscalls}: DescriptorIndex,
): (descriptor: Descriptor) => Sharing {
  // procdoc itself has copies of what its ancestors hold, but only for as long as it looks.
  const unasked = [process.pid, snapshot.observerPid()];
  const byTarget = once(() => groupBy(descriptors, one => orUndefined(one.target()) ?? ''));
  const line = new Set(snapshot.ancestors(process));
  const at = onceEach((target: string) => {
    const sameObject = (openFiles.get(target) ?? []).filter(other => !unasked.includes(other.process.pid));
    const otherEnds = (openFiles.get(otherEndOf(target) ?? '') ?? []).filter(
      other => other.process.pid !== snapshot.observerPid(),
    );
    const own = byTarget().get(target) ?? [];
    const holdersWhere = (isAncestor: boolean) =>
      holdersAmong(
        own,
        sameObject.filter(other => line.has(other.process) === isAncestor),
        syscalls,
      );
    return {
      ends: {sameObject, otherEnds},
      ancestorsWith: holdersWhere(true),
      othersWith: once(() => holdersWhere(false)),
    };
  });
  return descriptor => {
    const {ends, ancestorsWith, othersWith} = at(orUndefined(descriptor.target()) ?? '');
    const above = groupBy(ancestorsWith(descriptor), holder => holder.process);
    const others = once(() => groupBy(othersWith()(descriptor), holder => holder.process));
    const holders = {
      ofAncestor: (ancestor: Process) => above.get(ancestor) ?? [],
      ofOthers: () => [...others().values()].flat(),
      ofOther: (other: Process) => others().get(other) ?? [],
      mayBeAbove: () => true,
    };
    return sharingAmong(snapshot, {process, descriptor}, holders, ends);
  };
}
