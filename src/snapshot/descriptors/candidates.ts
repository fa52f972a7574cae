import type {DescriptorEntry} from '../../kernel/descriptor-entry.ts';
import type {InodeNumber} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {parsePidStatus} from '../../parse/process/pid-status.ts';
import type {Candidates, Descriptor} from '../descriptor.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {linkedInode} from './kind.ts';
import {nearRelatives} from './near-relatives.ts';

/**
 * Every descriptor that may share an open file description with one of these descriptors of a process, or have the
 * other end of its pipe or socket pair, by the kernel's own tables. Undefined where these can't be read, or don't answer
 * for all: then each link has to be read.
 * @param otherEnds the links of the other ends of its socket pairs
 */
export function candidatesLike(
  snapshot: Snapshot,
  process: Process,
  {descriptors, otherEnds}: {descriptors: readonly Descriptor[]; otherEnds: readonly string[]},
  syscalls: Syscalls,
): Candidates | undefined {
  const {pid} = process;
  const ends = new Set<InodeNumber | undefined>(otherEnds.map(linkedInode));
  const own = syscalls.descriptorEntries({pids: [pid]});
  if (!own.ok) return undefined;
  const inodeOf = new Map(own.value.flatMap(entry => (entry.pid === pid ? [[entry.fd, entry.inode]] : [])));
  const descriptions = new Set(own.value.map(({description}) => description));
  const found = search(snapshot, syscalls, {
    wanted: [...descriptors.map(({fd}) => inodeOf.get(fd)), ...ends],
    guessed: [],
    near: [process, ...nearRelatives(snapshot, process)],
    isOne: ({inode, isSocket}) => isSocket || !ends.has(inode),
    matters: ({inode, description}) => ends.has(inode) || descriptions.has(description),
  });
  return found && candidatesOf(found.entries);
}

/** Every descriptor that leads to an inode of one of these numbers; undefined where the kernel can't be asked. */
export function candidatesOn(inodes: readonly InodeNumber[], syscalls: Syscalls): Candidates | undefined {
  const entries = syscalls.descriptorEntries({inodes: [...new Set(inodes)]});
  return entries.ok ? candidatesOf(entries.value) : undefined;
}

/** What to look at for some links, and for which: a guess is left out where it would take more than a look nearby. */
export interface LinkedCandidates {
  readonly candidates: Candidates;
  readonly links: readonly string[];
}

/**
 * Every descriptor that leads to one of these pipes or sockets, whose links name their inodes; undefined where a link is
 * of another kind, or the kernel can't be asked.
 * @param guessed links that may be asked for next
 * @param near processes that are likely to have them
 */
export function candidatesLinkedTo(
  snapshot: Snapshot,
  {links, guessed, near}: {links: readonly string[]; guessed: readonly string[]; near: readonly Process[]},
  syscalls: Syscalls,
): LinkedCandidates | undefined {
  const all = [...links, ...guessed];
  const sockets = new Set<InodeNumber | undefined>(
    all.filter(link => link.startsWith('socket:')).map(linkedInode),
  );
  const found = search(snapshot, syscalls, {
    wanted: links.map(linkedInode),
    guessed: guessed.flatMap(link => linkedInode(link) ?? []),
    near,
    isOne: ({inode, isSocket}) => isSocket === sockets.has(inode),
    matters: () => true,
  });
  return (
    found && {
      candidates: candidatesOf(found.entries),
      links: all.filter(link => found.inodes.has(linkedInode(link))),
    }
  );
}

interface EntrySearch {
  /** The numbers of the inodes; undefined: one whose number is not known. */
  readonly wanted: readonly (InodeNumber | undefined)[];
  readonly guessed: readonly InodeNumber[];
  readonly near: readonly Process[];
  /** Whether it is what was asked for, not another inode of the same number. */
  readonly isOne: (entry: DescriptorEntry) => boolean;
  /** See `areAllPlaces`. */
  readonly matters: (entry: DescriptorEntry) => boolean;
}

/** All places that lead to the wanted inodes, and to the guessed ones that are found on the way. */
function search(
  {observerPid}: Snapshot,
  syscalls: Syscalls,
  {wanted, guessed, near, isOne, matters}: EntrySearch,
): {entries: readonly DescriptorEntry[]; inodes: ReadonlySet<InodeNumber | undefined>} | undefined {
  if (wanted.includes(undefined)) return undefined;
  const inodes = [...new Set([...wanted, ...guessed].flatMap(inode => inode ?? []))];
  // procdoc has copies of what its ancestors hold.
  const pids = [...new Set([...near.map(({pid}) => pid), observerPid()])];
  const nearby = orUndefined(syscalls.descriptorEntries({pids, inodes})) ?? [];
  const places = [...groupBy(nearby.filter(isOne), ({inode}) => inode)];
  const known = new Map(places.filter(([, ofInode]) => areAllPlaces(ofInode, matters)));
  const entries = [...known.values()].flat();
  if (wanted.every(inode => inode !== undefined && known.has(inode)))
    return {entries, inodes: new Set(known.keys())};
  const others = syscalls.descriptorEntries({inodes: inodes.filter(inode => !known.has(inode))});
  return others.ok ? {entries: [...entries, ...others.value], inodes: new Set(inodes)} : undefined;
}

function candidatesOf(entries: readonly DescriptorEntry[]): Candidates {
  const byTask = groupBy(entries, ({pid}) => pid);
  return new Map([...byTask].map(([pid, own]) => [pid, own]));
}

/** The processes that have one of the candidates, by ascending pid and without procdoc itself. */
export function othersWith(candidates: Candidates, snapshot: Snapshot): Process[] {
  const tgids = [...candidates.keys()].flatMap(task => processOf(snapshot, task) ?? []);
  const others = [...new Set(tgids)].filter(pid => pid !== snapshot.observerPid());
  const ascending = others.sort((a, b) => a - b);
  return ascending.flatMap(pid => snapshot.find(pid) ?? []);
}

/** The process that a task is a thread of, by its pid. */
function processOf({table, source}: Snapshot, task: number): number | undefined {
  return table?.has(task) ? task : orUndefined(source.read(`${task}/status`, parsePidStatus))?.tgid;
}

/**
 * Whether these places in descriptor tables, all that are known of one inode, are all there are: the kernel counts
 * no reference to the open file descriptions beyond them and, of a pipe or FIFO, no description. Then no other process
 * need be looked at. A mapping, a descriptor on its way through a UNIX socket or a call at work is a reference too: it
 * can make this false, never true.
 * @param matters whether the holders of the description of an entry are asked for; each end of a pipe or FIFO matters to
 *   the others
 */
export function areAllPlaces(
  places: readonly DescriptorEntry[],
  matters: (entry: DescriptorEntry) => boolean,
): boolean {
  return [...groupBy(places, ({object}) => object).values()].every(ofObject => {
    const ends = new Set(ofObject.flatMap(place => (isEnd(place) ? place.description : [])));
    if (
      ofObject.some(({pipeDescriptions}) => pipeDescriptions !== undefined && pipeDescriptions !== ends.size)
    )
      return false;
    const descriptions = groupBy(ofObject, ({description}) => description);
    return [...descriptions.values()].every(
      held => (ends.size === 0 && !held.some(matters)) || isHeldByThese(held),
    );
  });
}

function isEnd({pipeDescriptions}: DescriptorEntry): boolean {
  return pipeDescriptions !== undefined;
}

/** Whether each reference is one of these places, which may contradict each other: they are read one after the other. */
function isHeldByThese(held: readonly DescriptorEntry[]): boolean {
  const places = new Set(held.map(({table, fd}) => `${table} ${fd}`));
  return held.every(({references}) => references === places.size);
}
