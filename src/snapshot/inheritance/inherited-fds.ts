import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import {candidatesLike, othersWith, withOtherEnds} from '../descriptors/candidates.ts';
import {openersOf} from '../descriptors/file-openers.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type Holder, holdersOf, type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import {otherEndOfPair} from '../descriptors/socket-pairs.ts';
import {readSocketsBehind, type SocketFacts} from '../descriptors/sockets.ts';
import {Adoptions} from '../families/adoption.ts';
import {mayBeLostAncestor} from '../families/lost-ancestor.ts';
import type {Orphanhood} from '../families/orphanhood.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {Ancestry} from './ancestry.ts';
import {InheritedDescriptor, type Sharing} from './inherited-descriptor.ts';
import {type LeftEnd, LeftEnds} from './left-end.ts';
import {type InheritedFrom, inheritedFrom} from './origin.ts';
import {fromAncestor, giverOf} from './trace-origin.ts';

/** A descriptor with the answer to where it came from. */
export interface TracedDescriptor {
  readonly one: InheritedDescriptor;
  /** From whom the process has it; undefined where nothing shows that it inherited it. */
  readonly origin: InheritedFrom | undefined;
  /** From whom the eldest of the ancestors that still have it has it; where no ancestor has it, `origin` again. */
  readonly eldestOrigin: () => InheritedFrom | undefined;
  /** Whether it is a write end that is left over, and who waits for it to be closed. */
  readonly leftEnd: () => LeftEnd | undefined;
  /** What shows that the process which started this one has exited; undefined where nothing does. */
  readonly orphanhood: Orphanhood | undefined;
  /** Every visible descriptor that leads to its file, which is looked for once this is asked. */
  readonly openers: () => readonly OpenFile[];
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
  const otherEndOf = onceEach((link: string) =>
    otherEndOfPair(link, inode => orUndefined(syscalls.unixSocket(inode))),
  );
  const otherEnds = links.flatMap(link => otherEndOf(link) ?? []);
  const candidates = withOtherEnds(
    candidatesLike(snapshot, process, descriptors, syscalls),
    otherEnds,
    syscalls,
  );
  const everyone = candidates ? othersWith(candidates, snapshot) : snapshot.others();
  const others = everyone.filter(({pid}) => pid !== process.pid);
  const targets = new Set([...links, ...otherEnds]);
  const openFiles = openFilesByTarget(others, target => targets.has(target), candidates);
  const inodes = [...new Set(links)].flatMap(target =>
    target.startsWith('socket:') ? (linkedInode(target) ?? []) : [],
  );
  const sockets = once(() => readSocketsBehind(inodes, snapshot, process, syscalls));
  return traceDescriptors(snapshot, process, descriptors, {
    openFiles,
    sockets,
    otherEndOf,
    syscalls,
    adoptions: new Adoptions(snapshot, syscalls),
  });
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
  const sharingOf = sharingWith(snapshot, process, index);
  const ancestry = new Ancestry(snapshot, index.adoptions);
  const mayComeFrom = (holder: Process, gone: number) =>
    ancestry.mayComeFromGone(holder, ({pid}) => gone < pid);
  const all = descriptors.map(descriptor => {
    const socket = () => {
      const inode = linkedInode(orUndefined(descriptor.target()) ?? '');
      return inode === undefined ? undefined : index.sockets().get(inode);
    };
    const facts = {sharing: once(() => sharingOf(descriptor)), socket: once(socket), mayComeFrom};
    return new InheritedDescriptor(snapshot, {process, descriptor}, facts);
  });
  const {adoptions} = index;
  const leftEnds = new LeftEnds(snapshot, adoptions);
  const wanted = all.filter(({descriptor}) => isWanted(descriptor));
  return wanted.map(one => {
    const eldest = one.sharing.ancestors.at(-1) ?? {process, descriptor: one.descriptor};
    const eldestOrigin = once(() => {
      const giver = giverOf(
        one,
        {
          ...eldest,
          adoption: adoptions.of(eldest.process),
          mayDescendFrom: elder => mayBeLostAncestor(snapshot, elder, eldest.process),
        },
        all,
      );
      return giver && inheritedFrom(eldest.process, giver);
    });
    const ancestor = fromAncestor(one);
    const origin = ancestor ? inheritedFrom(process, ancestor) : eldestOrigin();
    const leftEnd = once(() => leftEnds.of(one, origin));
    const openers = once(() => openersOf(snapshot, one.descriptor, index.syscalls));
    return {one, origin, eldestOrigin, leftEnd, orphanhood: adoptions.orphanhoodOf(process), openers};
  });
}

function sharingWith(
  snapshot: Snapshot,
  process: Process,
  {openFiles, otherEndOf, syscalls}: DescriptorIndex,
): (descriptor: Descriptor) => Sharing {
  const ancestors = snapshot.ancestors(process).map(({pid}) => pid);
  const isBelow = (holder: Holder) => snapshot.ancestors(holder.process).includes(process);
  // procdoc itself has copies of what its ancestors hold, but only for as long as it looks.
  const unasked = [process.pid, snapshot.observerPid()];
  return descriptor => {
    const target = orUndefined(descriptor.target()) ?? '';
    const sameObject = (openFiles.get(target) ?? []).filter(other => !unasked.includes(other.process.pid));
    const holders = holdersOf(descriptor, sameObject, syscalls);
    const distance = ({process: {pid}}: Holder) => ancestors.indexOf(pid);
    // fork(2) keeps the number: of an ancestor's duplicates it is the one.
    const otherNumber = (holder: Holder) => Number(holder.descriptor.fd !== descriptor.fd);
    const inLine = holders
      .filter(holder => distance(holder) >= 0)
      .sort((a, b) => distance(a) - distance(b) || otherNumber(a) - otherNumber(b));
    const others = holders.filter(holder => distance(holder) < 0 && !isBelow(holder));
    // That a file is open twice at one offset says nothing of strangers, who may just have read the same.
    const isGuess = ({proof}: Holder) => proof === 'same-object' && !target.startsWith('pipe:[');
    return {
      ancestors: inLine,
      descendants: holders.filter(isBelow),
      others: inLine.length > 0 ? others : others.filter(holder => !isGuess(holder)),
      sameObject,
      otherEnds: (openFiles.get(otherEndOf(target) ?? '') ?? []).filter(
        ({process: {pid}}) => pid !== snapshot.observerPid(),
      ),
    };
  };
}
