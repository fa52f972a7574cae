import {resolve} from 'node:path';
import type {BoundSocket} from '../../kernel/inet-diag.ts';
import type {FileStat, InodeNumber} from '../../kernel/procfs.ts';
import {found, mapRead, orUndefined, type Read} from '../../kernel/read.ts';
import type {DescriptorId, Syscalls} from '../../kernel/syscalls.ts';
import type {InetSocket} from '../../parse/sockets/net-inet.ts';
import type {HolderTarget} from '../../parse/targets/holder-target.ts';
import {occupies} from '../descriptors/addresses.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type MachineSockets, readMachineSockets} from '../descriptors/network-namespaces.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import {boundFacts, hasPort, type SocketFacts} from '../descriptors/socket-facts.ts';
import type {SocketTables} from '../descriptors/sockets.ts';
import {withUnlistedSockets} from '../descriptors/unlisted-sockets.ts';
import {readFileAt} from '../file-at.ts';
import {BOUND_SOCKETS, UNIX_SOCKETS} from '../gap-names.ts';
import {once, onceEach} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';

/** By what the descriptors of a target are known. */
export interface HolderSearch {
  readonly asked: HolderTarget;
  /** What the links of these descriptors say. */
  readonly links: ReadonlySet<string>;
  /** The file that they lead to, under any name, and the name by which it was asked for. */
  readonly file: FileStat | undefined;
  readonly path: string;
  /** The number of the inode of that file, or behind the one descriptor; undefined where the kernel can't be asked. */
  readonly inode: InodeNumber | undefined;
  /** The one descriptor whose open file description is asked for. */
  readonly descriptor: DescriptorId | undefined;
  /** Whether it is the address of sockets, whether there are any or not. */
  readonly isOfSocket: boolean;
  /** By link: the sockets among them. */
  readonly sockets: ReadonlyMap<string, SocketFacts>;
  /** By link: "net:[N]" of the sockets in another network namespace than procdoc. */
  readonly networkNamespaces: ReadonlyMap<string, string>;
  /** The link of the other end of a UNIX socket, by its own link. */
  readonly peers: ReadonlyMap<string, string>;
  /** Sockets at the port that no process has. */
  readonly nobodys: readonly InetSocket[];
  /** Whether none was found at the port, and sockets that are bound and nothing else were not looked at. */
  readonly missesBound: boolean;
}

/** A search without the target that it is for. */
type Clues = Omit<HolderSearch, 'asked'>;

const nothing: Clues = {
  links: new Set(),
  file: undefined,
  path: '',
  inode: undefined,
  descriptor: undefined,
  isOfSocket: false,
  sockets: new Map(),
  networkNamespaces: new Map(),
  peers: new Map(),
  nobodys: [],
  missesBound: false,
};

/** Turns targets into searches. The tables of sockets are read once for all, and only if a target needs them. */
export function holderSearches(
  snapshot: Snapshot,
  syscalls: Syscalls,
): (target: HolderTarget) => Read<HolderSearch> {
  const bound = once(() => syscalls.boundSockets());
  const machine = once(() => {
    const before = orUndefined(bound()) ?? [];
    return withBound(before, readMachineSockets(snapshot));
  });
  const everything = once(() =>
    withUnlistedSockets(machine(), syscalls, isWanted => openFilesByTarget(snapshot.others(), isWanted)),
  );
  const entriesOf = onceEach((pid: number) => orUndefined(syscalls.descriptorEntries({pids: [pid]})) ?? []);
  const peers = once(() => readPeers(snapshot, syscalls));
  const ofSockets = (links: readonly string[], {byInode, elsewhere} = machine()): Clues => {
    const facts = links.map(link => [link, byInode.get(linkedInode(link) ?? 0)] as const);
    const sockets = new Map(facts.flatMap(([link, socket]) => (socket ? [[link, socket] as const] : [])));
    const isUnix = [...sockets.values()].some(({family}) => family === 'unix');
    const networkNamespaces = new Map(
      links.flatMap(link => {
        const namespace = elsewhere.get(linkedInode(link) ?? 0);
        return namespace === undefined ? [] : [[link, namespace] as const];
      }),
    );
    return {
      ...nothing,
      links: new Set(links),
      isOfSocket: true,
      sockets,
      networkNamespaces,
      peers: isUnix ? peers() : nothing.peers,
    };
  };
  const ofLink = (link: string): Clues =>
    link.startsWith('socket:[') ? ofSockets([link]) : {...nothing, links: new Set([link])};
  const unixNamed = (name: string) =>
    ofSockets(linksWhere(machine(), ({family, local}) => family === 'unix' && local === name));
  const searchFor = (target: HolderTarget): Read<Clues> => {
    switch (target.kind) {
      case 'link':
        return found(ofLink(target.link));
      case 'unix':
        return found(unixNamed(target.name));
      case 'port': {
        const listed = linksWhere(machine(), socket => isAt(target, socket));
        const tables = listed.length > 0 ? machine() : everything();
        const links = listed.length > 0 ? listed : linksWhere(tables, socket => isAt(target, socket));
        const sockets = bound();
        const misses = links.length === 0 && isTcp(target) && !sockets.ok;
        if (misses) snapshot.ledger.note(BOUND_SOCKETS, sockets.errno);
        return found({
          ...ofSockets(links, tables),
          missesBound: misses,
          nobodys: isTcp(target) ? machine().nobodys.filter(socket => occupies(socket.local, target)) : [],
        });
      }
      case 'descriptor':
        return mapRead(snapshot.source.link(`${target.pid}/fd/${target.fd}`), link => ({
          ...ofLink(link),
          descriptor: target,
          inode: entriesOf(target.pid).find(({pid, fd}) => pid === target.pid && fd === target.fd)?.inode,
        }));
      case 'path':
        return mapRead(readFileAt(snapshot, target.path), file => ({
          ...(file.kind === 'socket' ? unixNamed(nameOfSocket(snapshot, target.path)) : nothing),
          file,
          path: target.path,
          inode: orUndefined(syscalls.inodeAt(target.path)),
        }));
    }
  };
  return asked => mapRead(searchFor(asked), search => ({...search, asked}));
}

/** The name by which a process bound the socket at a path, which may lead there by way of the root of the process. */
function nameOfSocket({vantage}: Snapshot, path: string): string {
  const whole = resolve(path);
  const [, name] = /^\/\d+\/root(\/.*)$/s.exec(whole.slice(vantage.mount.length)) ?? [];
  return whole.startsWith(vantage.mount) && name !== undefined ? name : whole;
}

/** A socket that was bound at first, and has begun to listen meanwhile, is what the later tables say. */
function withBound(bound: readonly BoundSocket[], machine: MachineSockets): MachineSockets {
  return {...machine, byInode: new Map([...boundFacts(bound), ...machine.byInode])};
}

function linksWhere({byInode}: SocketTables, isWanted: (socket: SocketFacts) => boolean): string[] {
  return [...byInode].flatMap(([inode, socket]) => (isWanted(socket) ? [`socket:[${inode}]`] : []));
}

type PortTarget = HolderTarget & {readonly kind: 'port'};

function isTcp({protocol}: PortTarget): boolean {
  return protocol === null || protocol === 'tcp';
}

function isAt(target: PortTarget, socket: SocketFacts): boolean {
  const {protocol, local} = socket;
  if (local === null || !hasPort(socket)) return false;
  return (target.protocol ?? protocol) === protocol && occupies(local, target);
}

function readPeers({ledger}: Snapshot, syscalls: Syscalls): ReadonlyMap<string, string> {
  const sockets = syscalls.unixSockets();
  if (!sockets.ok) ledger.note(UNIX_SOCKETS, sockets.errno);
  return new Map(
    [...(orUndefined(sockets) ?? [])].flatMap(([inode, {peerInode}]) =>
      peerInode === undefined ? [] : [[`socket:[${inode}]`, `socket:[${peerInode}]`] as const],
    ),
  );
}
