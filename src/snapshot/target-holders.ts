import type {FileStat} from '../kernel/procfs.ts';
import {orUndefined} from '../kernel/read.ts';
import type {DescriptorId, Syscalls} from '../kernel/syscalls.ts';
import type {InetSocket} from '../parse/net-inet.ts';
import {Adoptions} from './adoption.ts';
import {type Candidates, candidatesOn, othersWith} from './candidates.ts';
import {groupByDescription} from './descriptions.ts';
import {type DescriptorKind, descriptorKind, linkedInode} from './descriptor-kind.ts';
import {executing, type FileUser, fileUsers} from './file-users.ts';
import type {HolderSearch} from './holder-search.ts';
import {type OpenFile, openFilesByTarget} from './holders.ts';
import {neverListens} from './modest-program.ts';
import {isOlder, type Process} from './process.ts';
import type {Sameness} from './same-description.ts';
import type {Snapshot} from './snapshot.ts';
import type {SocketFacts} from './sockets.ts';

/** An open file description of a target, with all that refer to it. */
export interface HeldDescription {
  /** What the links of its descriptors say. */
  readonly link: string;
  readonly kind: DescriptorKind;
  /** The eldest first; empty where a socket is there, but nobody who has it was seen. */
  readonly holders: readonly OpenFile[];
  /** What shows that it is one description; null where only one descriptor refers to it. */
  readonly sameness: Sameness | null;
  /** The eldest holder, if the others descend from it. */
  readonly sharedFrom: Process | null;
  /**
   * The same, if its own parent is the one that started it, and its program may have opened it. null: whoever
   * opened it is gone, or cannot be told.
   */
  readonly openedBy: Process | null;
  readonly socket: SocketFacts | null;
  /** Who has the other end of a UNIX socket. */
  readonly peers: readonly OpenFile[];
}

/** Who holds a target. */
export interface TargetHolders {
  /** As it was asked for. */
  readonly target: string;
  readonly descriptions: readonly HeldDescription[];
  /** Every descriptor that leads there, whichever its description: of PID:FD, more than are asked for. */
  readonly ends: readonly OpenFile[];
  /** Processes that execute the file: while they do, nobody can open it for writing, and the other way round (ETXTBSY). */
  readonly executedBy: readonly Process[];
  readonly usedBy: readonly FileUser[];
  /** Sockets at the port that no process has: TIME_WAIT. */
  readonly nobodys: readonly InetSocket[];
}

/** Whether anything was found that keeps the target in use. */
export function isHeld({descriptions, executedBy, usedBy}: TargetHolders): boolean {
  return descriptions.length + executedBy.length + usedBy.length > 0;
}

/** Looks for all targets at once: of every descriptor its link is read, and of a path, only if a file is wanted, its stat. */
export function readTargetHolders(
  snapshot: Snapshot,
  syscalls: Syscalls,
  searches: ReadonlyArray<{readonly target: string; readonly search: HolderSearch}>,
): TargetHolders[] {
  const open = openFilesOf(
    snapshot,
    syscalls,
    searches.map(({search}) => search),
  );
  const adoptions = new Adoptions(snapshot, syscalls);
  return searches.map(({target, search}) => ({
    target,
    ...descriptionsOf(snapshot, {syscalls, adoptions}, search, open),
    executedBy: executing(snapshot, search),
    usedBy: fileUsers(snapshot, search),
    nobodys: search.nobodys,
  }));
}

function openFilesOf(
  snapshot: Snapshot,
  syscalls: Syscalls,
  searches: readonly HolderSearch[],
): ReadonlyMap<string, readonly OpenFile[]> {
  const links = new Set(searches.flatMap(search => [...linksOf(search)]));
  const candidates = candidatesFor(searches, syscalls);
  const files = searches.flatMap(({file}) => file ?? []);
  const isWantedFile = (pid: number, fd: number) => {
    const stat = files.length === 0 ? undefined : orUndefined(snapshot.source.stat(`${pid}/fd/${fd}`));
    return files.some(({device, inode}) => device === stat?.device && inode === stat.inode);
  };
  return openFilesByTarget(
    candidates ? othersWith(candidates, snapshot) : snapshot.others(),
    (link, {pid, fd}) => links.has(link) || (link.startsWith('/') && isWantedFile(pid, fd)),
    candidates,
  );
}

/** What its descriptors and those of its peers say. */
function linksOf({links, peers}: HolderSearch): string[] {
  return [...links].flatMap(link => [link, peers.get(link) ?? link]);
}

function candidatesFor(searches: readonly HolderSearch[], syscalls: Syscalls): Candidates | undefined {
  const inodes = searches.flatMap(search => [
    ...linksOf(search).map(link => linkedInode(link) ?? search.inode),
    ...(search.file ? [search.inode] : []),
  ]);
  const known = inodes.flatMap(inode => inode ?? []);
  return known.length === inodes.length ? candidatesOn(known, syscalls) : undefined;
}

function descriptionsOf(
  snapshot: Snapshot,
  {syscalls, adoptions}: {readonly syscalls: Syscalls; readonly adoptions: Adoptions},
  search: HolderSearch,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): Pick<TargetHolders, 'descriptions' | 'ends'> {
  const {links, file, descriptor, sockets, peers} = search;
  const ends = [...open].flatMap(([link, files]) =>
    links.has(link) ? files : file && link.startsWith('/') ? files.filter(one => leadsTo(one, file)) : [],
  );
  const held = groupByDescription(ends, syscalls)
    .filter(({holders}) => !descriptor || holders.some(one => isThe(one.descriptor, descriptor)))
    .flatMap(({holders, sameness}): HeldDescription[] => {
      const byAge = [...holders].sort((a, b) => (isOlder(a.process, b.process) ? -1 : 1));
      const [eldest] = byAge;
      if (!eldest) return [];
      const link = orUndefined(eldest.descriptor.target()) ?? '?';
      const peerFiles = open.get(peers.get(link) ?? '') ?? [];
      const socket = sockets.get(link) ?? null;
      const sharedFrom = commonSource(snapshot, byAge);
      return [
        {
          link,
          kind: descriptorKind(eldest.descriptor),
          holders: byAge,
          sameness,
          sharedFrom,
          openedBy: sharedFrom && mayHaveOpened(adoptions, sharedFrom, socket) ? sharedFrom : null,
          socket,
          peers: peerFiles,
        },
      ];
    });
  const descriptions = descriptor ? held : [...held, ...unheldSockets(sockets, open)];
  return {descriptions, ends};
}

function unheldSockets(
  sockets: ReadonlyMap<string, SocketFacts>,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): HeldDescription[] {
  return [...sockets].flatMap(([link, socket]) =>
    open.has(link)
      ? []
      : [
          {
            link,
            kind: 'socket' as const,
            holders: [],
            sameness: null,
            sharedFrom: null,
            openedBy: null,
            socket,
            peers: [],
          },
        ],
  );
}

function leadsTo({descriptor}: OpenFile, {device, inode}: FileStat): boolean {
  const stat = orUndefined(descriptor.stat());
  return stat?.device === device && stat.inode === inode;
}

function isThe({pid, fd}: DescriptorId, wanted: DescriptorId): boolean {
  return pid === wanted.pid && fd === wanted.fd;
}

/** A descendant got it by fork(2); who is not one, from somebody who is gone, or over a UNIX socket. */
function commonSource(snapshot: Snapshot, [eldest, ...others]: readonly OpenFile[]): Process | null {
  if (!eldest) return null;
  const isFromEldest = ({process}: OpenFile) =>
    process === eldest.process || snapshot.ancestors(process).includes(eldest.process);
  return others.every(isFromEldest) ? eldest.process : null;
}

/** An orphan may have it from what is gone, and so may who has a parent that adopts orphans. */
function mayHaveOpened(adoptions: Adoptions, process: Process, socket: SocketFacts | null): boolean {
  return adoptions.of(process) === 'own-child' && !(socket?.state === 'LISTEN' && neverListens(process));
}
