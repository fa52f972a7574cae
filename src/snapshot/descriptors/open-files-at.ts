import type {InodeNumber} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {candidatesOn, othersWith} from './candidates.ts';
import {linkedInode} from './kind.ts';
import {type OpenFile, openFilesByTarget} from './open-files.ts';

/**
 * The descriptors with one of these links, of every process but procdoc: where the inodes behind the links are known, the
 * kernel's own tables show who has one; else the links of all descriptors do.
 *
 * @param owners processes that have them, by whose descriptors the inode of a path is known
 */
export function openFilesAt(
  snapshot: Snapshot,
  wanted: ReadonlySet<string>,
  owners: readonly Process[],
  syscalls: Syscalls,
): Map<string, OpenFile[]> {
  const inodes = inodesBehind(wanted, owners, syscalls);
  const candidates = inodes && candidatesOn(inodes, syscalls);
  const processes = candidates ? othersWith(candidates, snapshot) : snapshot.others();
  return openFilesByTarget(processes, link => wanted.has(link), candidates);
}

/** The numbers of the inodes; undefined where one is not known. */
function inodesBehind(
  wanted: ReadonlySet<string>,
  owners: readonly Process[],
  syscalls: Syscalls,
): InodeNumber[] | undefined {
  const paths = [...wanted].filter(link => linkedInode(link) === undefined);
  const byPath = paths.length > 0 ? inodesByLink(owners, syscalls) : new Map<string, InodeNumber[]>();
  if (paths.some(path => !byPath.has(path))) return undefined;
  return [...wanted].flatMap(link => linkedInode(link) ?? byPath.get(link) ?? []);
}

/** One path can lead to several files, in mount namespaces of their own. */
function inodesByLink(owners: readonly Process[], syscalls: Syscalls): Map<string, InodeNumber[]> {
  const entries = orUndefined(syscalls.descriptorEntries({pids: owners.map(({pid}) => pid)})) ?? [];
  const inodeAt = new Map(entries.map(({pid, fd, inode}) => [`${pid} ${fd}`, inode]));
  const own = owners.flatMap(owner => orUndefined(owner.descriptors()) ?? []);
  const linked = own.flatMap(descriptor => {
    const inode = inodeAt.get(`${descriptor.pid} ${descriptor.fd}`);
    return inode === undefined ? [] : [{link: orUndefined(descriptor.target()) ?? '', inode}];
  });
  const byLink = groupBy(linked, ({link}) => link);
  return new Map([...byLink].map(([link, alike]) => [link, alike.map(({inode}) => inode)]));
}
