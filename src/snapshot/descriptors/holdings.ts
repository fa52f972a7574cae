import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';
import type {Descriptor} from '../descriptor.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {linkedInode} from './kind.ts';
import {type FindOpenFiles, type OpenFile, openFilesByTarget} from './open-files.ts';
import {hasPort, type SocketFacts} from './socket-facts.ts';
import {socketsOf} from './sockets.ts';

/** A lock that lasts at least until a process closes a descriptor. */
export interface LockHolding {
  readonly fd: number;
  /** One that leads to the file from here. */
  readonly path: string;
  readonly lock: LockLine;
}

/** An address that no other process can bind while this one has the socket. */
export interface ListenerHolding {
  readonly fd: number;
  readonly socket: SocketFacts;
}

/** An end of a pipe or FIFO of which other processes have the other end. */
export interface PipeHolding {
  readonly fd: number;
  readonly target: string;
  readonly accessMode: AccessMode;
  readonly otherEnds: readonly OpenFile[];
}

/** What other processes may be waiting for a process to release. */
export interface Holdings {
  readonly locks: readonly LockHolding[];
  readonly listeners: readonly ListenerHolding[];
  readonly pipes: readonly PipeHolding[];
}

/**
 * What each of these processes holds; undefined where its descriptors can't be read. Of all other processes
 * only the links of their descriptors are read, and these only if a pipe is to be followed.
 */
export function readHoldings(
  snapshot: Snapshot,
  processes: readonly Process[],
  openFiles: FindOpenFiles = isWanted => everyOpenFile(snapshot, isWanted),
): (process: Process) => Holdings | undefined {
  const pipesByTarget = once(() => {
    const wanted = new Set(processes.flatMap(pipeTargets));
    return wanted.size === 0 ? new Map<string, OpenFile[]>() : openFiles(link => wanted.has(link));
  });
  return process => {
    const descriptors = orUndefined(process.descriptors());
    if (!descriptors) return undefined;
    const family = new Set([process, ...snapshot.descendants(process)]);
    return {
      locks: descriptors.flatMap(descriptor => locksThrough(snapshot, process, descriptor)),
      listeners: listenersOf(descriptors, () => socketsOf(snapshot, process).byInode),
      pipes: descriptors.flatMap(descriptor => {
        const ends = isPipe(descriptor) ? pipesByTarget().get(linkOf(descriptor)) : undefined;
        const strangers = ends?.filter(end => !family.has(end.process)) ?? [];
        return pipeHolding(descriptor, strangers) ?? [];
      }),
    };
  };
}

function pipeTargets(process: Process): string[] {
  return (orUndefined(process.descriptors()) ?? []).filter(isPipe).map(linkOf);
}

function everyOpenFile(snapshot: Snapshot, isWanted: (link: string) => boolean): Map<string, OpenFile[]> {
  return openFilesByTarget(snapshot.others(), isWanted);
}

function isPipe(descriptor: Descriptor): boolean {
  const target = linkOf(descriptor);
  if (target.startsWith('pipe:[')) return true;
  return target.startsWith('/') && orUndefined(descriptor.stat())?.kind === 'fifo';
}

function linkOf(descriptor: Descriptor): string {
  return orUndefined(descriptor.target()) ?? '';
}

function pipeHolding(descriptor: Descriptor, strangers: readonly OpenFile[]): PipeHolding | undefined {
  const accessMode = orUndefined(descriptor.info())?.accessMode;
  const other = accessMode === 'r' ? 'w' : accessMode === 'w' ? 'r' : undefined;
  if (accessMode === undefined || other === undefined) return undefined;
  const otherEnds = strangers.filter(end => orUndefined(end.descriptor.info())?.accessMode?.includes(other));
  return otherEnds.length === 0
    ? undefined
    : {fd: descriptor.fd, target: linkOf(descriptor), accessMode, otherEnds};
}

/** Only what has a path can be locked. */
function locksThrough(snapshot: Snapshot, process: Process, descriptor: Descriptor): LockHolding[] {
  const link = linkOf(descriptor);
  if (!link.startsWith('/')) return [];
  const locks = orUndefined(descriptor.info())?.locks ?? [];
  const held = locks.filter(({granted}) => granted);
  if (held.length === 0) return [];
  const path = addressOf(snapshot, process, descriptor, link);
  return held.map(lock => ({fd: descriptor.fd, path, lock}));
}

function listenersOf(
  descriptors: readonly Descriptor[],
  readAll: () => ReadonlyMap<number, SocketFacts>,
): ListenerHolding[] {
  const inodes = descriptors.flatMap(descriptor => {
    const inode = linkOf(descriptor).startsWith('socket:[') ? linkedInode(linkOf(descriptor)) : undefined;
    return inode === undefined ? [] : [{fd: descriptor.fd, inode}];
  });
  if (inodes.length === 0) return [];
  const sockets = readAll();
  return inodes.flatMap(({fd, inode}) => {
    const socket = sockets.get(inode);
    return socket && takesAddress(socket) ? [{fd, socket}] : [];
  });
}

/** A listener, or a datagram socket that is bound and takes from everyone. */
function takesAddress(socket: SocketFacts): boolean {
  const {type, state, family, local, remote} = socket;
  if (state === 'LISTEN') return true;
  if (type !== 'datagram' || remote !== null || local === null) return false;
  return family === 'unix' || (hasPort(socket) && !local.endsWith(':0'));
}
