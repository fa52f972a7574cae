import type {DescriptorEntry} from '../../kernel/descriptor-entry.ts';
import {found, orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {Descriptor, linkByKernel} from '../descriptor.ts';
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
  linkOf: (entry: DescriptorEntry) => string | undefined,
): OpenFile[] {
  const entries = process.isExitedLeader() ? undefined : byTask.get(process.pid);
  if (!entries)
    return (orUndefined(process.descriptorsLinkedTo(() => true)) ?? []).map(descriptor => ({
      process,
      descriptor,
    }));
  return entries.flatMap(entry => {
    const {pid, fd, accessMode} = entry;
    const link = linkOf(entry);
    return link === undefined
      ? []
      : [{process, descriptor: new Descriptor(source, pid, fd, {target: found(link), accessMode})}];
  });
}

/**
 * The links of descriptors; undefined where a descriptor was closed meanwhile, or can't be looked at. Its number may lead
 * to another file by now, so that the link of a shared description is taken from it only if the last that was seen to
 * have it says the same.
 */
function linksOf(
  {source}: Snapshot,
  entries: readonly DescriptorEntry[],
): (entry: DescriptorEntry) => string | undefined {
  const read = ({pid, fd}: DescriptorEntry) => orUndefined(source.link(`${pid}/fd/${fd}`));
  const last = new Map<bigint, DescriptorEntry>();
  for (const entry of entries) if (linkByKernel(entry) === undefined) last.set(entry.description, entry);
  const shared = new Map<bigint, string>();
  return entry => {
    const {description} = entry;
    const known = linkByKernel(entry) ?? shared.get(description);
    if (known !== undefined) return known;
    const link = read(entry);
    const other = last.get(description);
    if (link !== undefined && other && other !== entry && read(other) === link) shared.set(description, link);
    return link;
  };
}
