import {orUndefined} from '../../kernel/read.ts';
import {groupByDescription} from '../descriptors/descriptions.ts';
import {type DescriptorKind, descriptorKind} from '../descriptors/kind.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Sameness} from '../descriptors/same-description.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import {isOtherTerminalEnd, isTerminalLink, terminalEndOf} from '../descriptors/terminal-pairs.ts';
import {daemonhoodOf} from '../families/daemon.ts';
import type {Orphanhood} from '../families/orphanhood.ts';
import type {DescriptorOrigin} from '../inheritance/descriptor-origins.ts';
import {isOlder, type Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Activation, activationOf} from './activation.ts';
import {type BoundFile, boundFileOf} from './bound-file.ts';
import {type Asking, originsAmong} from './holder-origins.ts';
import type {HolderSearch} from './holder-search.ts';

/** A descriptor that refers to a description of a target. */
export interface TargetHolder extends OpenFile {
  readonly origin: DescriptorOrigin;
  /** What shows that the process which started it has exited; undefined where nothing does. */
  readonly orphanhood: Orphanhood | undefined;
  /** Of an orphan: whether it likely made itself a daemon; null of others, and where that isn't known. */
  readonly isDaemon: boolean | null;
  /** That it was passed the listener on purpose; undefined where nothing shows that, null where that can't be read. */
  readonly activation: Activation | null | undefined;
}

/** An open file description of a target, with all that refer to it. */
export interface HeldDescription {
  /** What the links of its descriptors say. */
  readonly link: string;
  /** A path that leads from here to what is open, where it is one; else the link. */
  readonly address: string;
  readonly kind: DescriptorKind;
  /** The eldest first; empty where a socket is there, but no process was seen to have it. */
  readonly holders: readonly TargetHolder[];
  /** What shows that it is one description; null where only one descriptor refers to it. */
  readonly sameness: Sameness | null;
  /** The eldest holder, if the others descend from it. */
  readonly sharedFrom: Process | null;
  readonly socket: SocketFacts | null;
  /** "net:[N]" of a socket that is in another network namespace than procdoc. */
  readonly networkNamespace: string | null;
  /** The file that a UNIX socket was bound to; null where it has no path, or no visible holder. */
  readonly boundFile: BoundFile | null;
  /** The descriptors of the other end of a UNIX socket or a pseudoterminal. */
  readonly peers: readonly OpenFile[];
}

/** The eldest holder, if its parent started it, and its program may have opened the target. */
export function openedBy({holders: [eldest]}: HeldDescription): Process | null {
  return eldest?.origin.kind === 'opened' ? eldest.process : null;
}

/**
 * The descriptions of a target.
 * @param ends descriptors that all lead there
 * @param open other descriptors by link, among them the other ends of its sockets
 */
export function heldDescriptions(
  snapshot: Snapshot,
  asking: Asking,
  search: HolderSearch,
  ends: readonly OpenFile[],
  open: ReadonlyMap<string, readonly OpenFile[]>,
): HeldDescription[] {
  return groupByDescription(ends, asking.syscalls).flatMap(({holders, sameness}): HeldDescription[] => {
    const byAge = [...holders].sort((a, b) => (isOlder(a.process, b.process) ? -1 : 1));
    const [eldest] = byAge;
    if (!eldest) return [];
    const link = orUndefined(eldest.descriptor.target()) ?? '?';
    const about = aboutSocket(search, link);
    const others = [
      ...(open.get(search.peers.get(link) ?? '') ?? []),
      ...terminalPeers(snapshot, eldest, open),
    ];
    const originOf = originsAmong(snapshot, asking, byAge, {
      sameness,
      otherEnds: others,
      socket: about.socket,
    });
    const isFromEldest = ({process}: OpenFile) =>
      process === eldest.process || snapshot.ancestors(process).includes(eldest.process);
    return [
      {
        link,
        address: addressOf(snapshot, eldest.process, eldest.descriptor, link),
        kind: descriptorKind(eldest.descriptor),
        holders: byAge.map(one => {
          const orphanhood = asking.adoptions.orphanhoodOf(one.process);
          return {
            ...one,
            origin: originOf(one),
            orphanhood,
            isDaemon: orphanhood ? daemonhoodOf(snapshot, orphanhood).isDaemon : null,
            activation: about.socket?.state === 'LISTEN' ? activationOf(snapshot, one) : undefined,
          };
        }),
        sameness,
        sharedFrom: byAge.every(isFromEldest) ? eldest.process : null,
        ...about,
        boundFile: fileOf(snapshot, about.socket, byAge),
        peers: others,
      },
    ];
  });
}

/** Who has the other end of a pseudoterminal; none of another file. */
function terminalPeers(
  snapshot: Snapshot,
  {process, descriptor}: OpenFile,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): OpenFile[] {
  const end = terminalEndOf(descriptor);
  if (!end) return [];
  const ends = [...open].flatMap(([link, files]) => (isTerminalLink(link) ? files : []));
  return ends.filter(other => isOtherTerminalEnd(snapshot, {...end, process}, other));
}

/** Sockets of a target that no process was seen to have open. */
export function unheldSockets(
  search: HolderSearch,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): HeldDescription[] {
  const unheld = [...search.sockets.keys()].filter(link => !open.has(link));
  return unheld.map(link => ({
    link,
    address: link,
    kind: 'socket',
    holders: [],
    sameness: null,
    sharedFrom: null,
    ...aboutSocket(search, link),
    boundFile: null,
    peers: [],
  }));
}

function aboutSocket(
  {sockets, networkNamespaces}: HolderSearch,
  link: string,
): Pick<HeldDescription, 'socket' | 'networkNamespace'> {
  return {socket: sockets.get(link) ?? null, networkNamespace: networkNamespaces.get(link) ?? null};
}

function fileOf(
  snapshot: Snapshot,
  socket: SocketFacts | null,
  holders: readonly OpenFile[],
): BoundFile | null {
  if (socket?.family !== 'unix' || !socket.local?.startsWith('/')) return null;
  return boundFileOf(snapshot, socket.local, [...new Set(holders.map(({process}) => process))]);
}
