import type {DescriptorEntry} from '../../kernel/descriptor-entry.ts';
import type {InodeNumber} from '../../kernel/procfs.ts';
import {found, orUndefined, type Read} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {Descriptor, isLinkByKernel, linkByKernel} from '../descriptor.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {OpenFileIndex} from './open-file-index.ts';
import {type OpenFile, openFilesByTarget} from './open-files.ts';

/**
 * Every descriptor of every process but procdoc. Where the kernel says which of them refer to one open file description,
 * its link is read once for all of them: it says the same whoever has it. Else each link is read.
 */
export function readEveryOpenFile(snapshot: Snapshot, syscalls: Syscalls): OpenFileIndex {
  const entries = syscalls.descriptorEntries({});
  if (!entries.ok) return new OpenFileIndex(openFilesByTarget(snapshot.others(), () => true));
  const linkOf = linksOf(snapshot, entries.value);
  const byTask = groupBy(entries.value, ({pid}) => pid);
  const open = snapshot.others().flatMap(process => openFilesOf(snapshot, process, byTask, linkOf));
  return new OpenFileIndex(groupBy(open, ({descriptor}) => orUndefined(descriptor.target()) ?? ''));
}

/** Of a process that the kernel named no descriptor of, and of one whose main thread has exited, the links are read. */
function openFilesOf(
  {source}: Snapshot,
  process: Process,
  byTask: ReadonlyMap<number, readonly DescriptorEntry[]>,
  linkOf: (entry: DescriptorEntry) => Read<string>,
): OpenFile[] {
  const entries = process.isExitedLeader() ? undefined : byTask.get(process.pid);
  if (!entries)
    return (orUndefined(process.descriptorsLinkedTo(() => true)) ?? []).map(descriptor => ({
      process,
      descriptor,
    }));
  return entries.flatMap(entry => {
    const {pid, fd, accessMode} = entry;
    const target = linkOf(entry);
    return target.ok ? {process, descriptor: new Descriptor(source, pid, fd, {target, accessMode})} : [];
  });
}

/**
 * The links of descriptors; unreadable where a descriptor was closed meanwhile, or can't be looked at. Its number may lead
 * to another file by now, so that the link of a shared description is taken from it only if the last that was seen to
 * have it says the same. What many have is one object.
 */
function linksOf(
  {source}: Snapshot,
  entries: readonly DescriptorEntry[],
): (entry: DescriptorEntry) => Read<string> {
  const read = ({pid, fd}: DescriptorEntry) => source.link(`${pid}/fd/${fd}`);
  const last = new Map<bigint, DescriptorEntry>();
  for (const entry of entries) if (!isLinkByKernel(entry)) last.set(entry.description, entry);
  const [sockets, pipes] = [new Map<InodeNumber, Read<string>>(), new Map<InodeNumber, Read<string>>()];
  const shared = new Map<bigint, Read<string>>();
  return entry => {
    const {description, inode, isPipe} = entry;
    if (isLinkByKernel(entry)) {
      const ofKind = isPipe ? pipes : sockets;
      const named = ofKind.get(inode) ?? found(linkByKernel(entry) ?? '');
      ofKind.set(inode, named);
      return named;
    }
    const known = shared.get(description);
    if (known) return known;
    const link = read(entry);
    const other = last.get(description);
    if (link.ok && other && other !== entry && orUndefined(read(other)) === link.value)
      shared.set(description, link);
    return link;
  };
}
