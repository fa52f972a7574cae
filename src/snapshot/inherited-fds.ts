import {orUndefined} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import {adoptionOf} from './adoption.ts';
import type {Descriptor} from './descriptor.ts';
import {linkedInode} from './descriptor-kind.ts';
import {type Holder, holdersOf, type OpenFile, openFilesByTarget} from './holders.ts';
import {inheritanceOf} from './inheritance.ts';
import {type Inheritance, InheritedDescriptor, type Sharing} from './inherited-descriptor.ts';
import {once} from './once.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import {readSockets} from './sockets.ts';

/** A descriptor with the answer to where it came from. */
export interface TracedDescriptor {
  readonly one: InheritedDescriptor;
  readonly inheritance: Inheritance | undefined;
  /** Whether the process that started this one is gone. */
  readonly orphaned: boolean;
}

/**
 * The descriptors of a process, each with who else has it and from whom it came. Every process that may be
 * looked at is, since an heir may be anywhere; but of most only the links of their descriptors.
 */
export function readInheritedFds(
  snapshot: Snapshot,
  process: Process,
  descriptors: readonly Descriptor[],
  syscalls: Syscalls,
): TracedDescriptor[] {
  const sharingOf = sharingWith(snapshot, process, descriptors, syscalls);
  const sockets = once(() => readSockets(snapshot, process));
  const all = descriptors.map(descriptor => {
    const inode = linkedInode(orUndefined(descriptor.target()) ?? '');
    const socket = inode === undefined ? undefined : sockets().get(inode);
    return new InheritedDescriptor(snapshot, process, {descriptor, sharing: sharingOf(descriptor), socket});
  });
  const heir = {process, adoption: adoptionOf(snapshot, process), descriptors: all};
  const orphaned = heir.adoption !== 'own-child';
  return all.map(one => ({one, inheritance: inheritanceOf(one, heir), orphaned}));
}

function sharingWith(
  snapshot: Snapshot,
  process: Process,
  descriptors: readonly Descriptor[],
  syscalls: Syscalls,
): (descriptor: Descriptor) => Sharing {
  const ancestors = snapshot.ancestors(process).map(({pid}) => pid);
  const descendants = new Set(snapshot.descendants(process).map(({pid}) => pid));
  // procdoc itself has copies of what its ancestors hold, but only for as long as it looks.
  const unasked = [process.pid, snapshot.machine.host.pid];
  const others = snapshot.processes().filter(({pid, stat}) => !unasked.includes(pid) && !stat.kernelThread);
  const targets = new Set(descriptors.flatMap(descriptor => orUndefined(descriptor.target()) ?? []));
  const candidates = openFilesByTarget(others, target => targets.has(target));
  return descriptor => {
    const sameObject: readonly OpenFile[] = candidates.get(orUndefined(descriptor.target()) ?? '') ?? [];
    const holders = holdersOf(descriptor, sameObject, syscalls);
    const distance = ({process: {pid}}: Holder) => ancestors.indexOf(pid);
    return {
      ancestors: holders.filter(holder => distance(holder) >= 0).sort((a, b) => distance(a) - distance(b)),
      descendants: holders.filter(holder => descendants.has(holder.process.pid)),
      others: holders.filter(holder => distance(holder) < 0 && !descendants.has(holder.process.pid)),
      sameObject,
    };
  };
}
