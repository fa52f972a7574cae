import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';
import type {Descriptor} from '../descriptor.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {isDeleted, linkedInode} from './kind.ts';
import {isNamedToIt} from './named-descriptor.ts';
import {accessModeOf, type FindOpenFiles, type OpenFile} from './open-files.ts';
import {openFilesAt} from './open-files-at.ts';
import {hasPort, type SocketFacts} from './socket-facts.ts';
import {otherEndOfPair} from './socket-pairs.ts';
import {socketsAnywhere} from './sockets-behind.ts';

/** Something that a process holds by a descriptor. */
export interface Holding {
  readonly fd: number;
  /** Descriptors of processes outside of its family that keep it as well: the end of this process alone frees nothing. */
  readonly alsoHeldBy: readonly OpenFile[];
}

/** A lock that lasts at least until a process closes a descriptor. */
export interface LockHolding extends Holding {
  /** One that leads to the file from here. */
  readonly path: string;
  readonly lock: LockLine;
  /** Whether the file has no name any more, and no process outside of the family has it open: nobody can meet the lock. */
  readonly isOutOfReach: boolean;
}

/** An address that no other process can bind while this one has the socket. */
export interface ListenerHolding extends Holding {
  /** What its descriptor leads to: "socket:[4242]". */
  readonly link: string;
  readonly socket: SocketFacts;
}

/** An end of a pipe, a FIFO or a socket pair of which other processes have the other end. */
export interface PipeHolding extends Holding {
  readonly target: string;
  readonly isPair: boolean;
  readonly accessMode: AccessMode;
  readonly otherEnds: readonly OpenFile[];
}

/** What other processes may be waiting for a process to release. */
export interface Holdings {
  readonly locks: readonly LockHolding[];
  readonly listeners: readonly ListenerHolding[];
  readonly pipes: readonly PipeHolding[];
}

type StrangersAt = (link: string) => readonly OpenFile[];

/**
 * What each of these processes holds; undefined where its descriptors can't be read. Of all other processes
 * only the links of their descriptors are read, and these only if something of theirs may be the same.
 */
export function readHoldings(
  snapshot: Snapshot,
  processes: readonly Process[],
  syscalls: Syscalls,
  openFiles?: FindOpenFiles,
): (process: Process) => Holdings | undefined {
  const otherEndOf = onceEach((link: string) =>
    otherEndOfPair(link, inode => orUndefined(syscalls.unixSocket(inode))),
  );
  const byTarget = once(() => {
    const wanted = new Set(processes.flatMap(wantedLinks).flatMap(link => [link, otherEndOf(link) ?? link]));
    if (wanted.size === 0) return new Map<string, OpenFile[]>();
    return openFiles?.(link => wanted.has(link)) ?? openFilesAt(snapshot, wanted, processes, syscalls);
  });
  return process => {
    const descriptors = orUndefined(process.descriptors());
    if (!descriptors) return undefined;
    const family = new Set([process, ...snapshot.descendants(process)]);
    const strangersAt = (link: string) =>
      (byTarget().get(link) ?? []).filter(end => !family.has(end.process));
    return {
      locks: descriptors.flatMap(descriptor => locksThrough(snapshot, process, descriptor, strangersAt)),
      listeners: listenersOf(
        descriptors,
        inodes => socketsAnywhere(snapshot, process, inodes, syscalls),
        strangersAt,
      ),
      pipes: descriptors.flatMap(descriptor => {
        if (isPipe(descriptor)) return pipeHolding(descriptor, strangersAt(linkOf(descriptor))) ?? [];
        const other = mayBeLeft(process, descriptor) ? otherEndOf(linkOf(descriptor)) : undefined;
        return other === undefined ? [] : (pairHolding(descriptor, other, strangersAt) ?? []);
      }),
    };
  };
}

/** What its descriptors may have in common with those of others. */
function wantedLinks(process: Process): string[] {
  const descriptors = orUndefined(process.descriptors()) ?? [];
  return descriptors
    .filter(one => isPipe(one) || linkOf(one).startsWith('socket:[') || heldLocks(one).length > 0)
    .map(linkOf);
}

/**
 * Whether a process may not know of an end of a socket pair that it has: that it is not its standard input, nor what
 * its command line names, nor closed on exec, as what a program opens itself is as a rule.
 */
export function mayBeLeft(process: Process, descriptor: Descriptor): boolean {
  const {fd} = descriptor;
  if (fd <= 2) return fd > 0;
  return orUndefined(descriptor.info())?.closeOnExec === false && isNamedToIt(process, fd) === false;
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
  const accessMode = descriptor.accessMode();
  const other = accessMode === 'r' ? 'w' : accessMode === 'w' ? 'r' : undefined;
  if (accessMode === undefined || other === undefined) return undefined;
  const otherEnds = strangers.filter(end => accessModeOf(end).includes(other));
  if (otherEnds.length === 0) return undefined;
  const alsoHeldBy = strangers.filter(end => accessModeOf(end).includes(accessMode));
  const {fd} = descriptor;
  return {fd, target: linkOf(descriptor), isPair: false, accessMode, otherEnds, alsoHeldBy};
}

function pairHolding(
  descriptor: Descriptor,
  other: string,
  strangersAt: StrangersAt,
): PipeHolding | undefined {
  const [target, otherEnds] = [linkOf(descriptor), strangersAt(other)];
  if (otherEnds.length === 0) return undefined;
  const alsoHeldBy = strangersAt(target);
  return {fd: descriptor.fd, target, isPair: true, accessMode: 'rw', otherEnds, alsoHeldBy};
}

/** Only what has a path can be locked. */
function heldLocks(descriptor: Descriptor): LockLine[] {
  if (!linkOf(descriptor).startsWith('/')) return [];
  return (orUndefined(descriptor.info())?.locks ?? []).filter(({granted}) => granted);
}

function locksThrough(
  snapshot: Snapshot,
  process: Process,
  descriptor: Descriptor,
  strangersAt: StrangersAt,
): LockHolding[] {
  const held = heldLocks(descriptor);
  if (held.length === 0) return [];
  const link = linkOf(descriptor);
  const path = addressOf(snapshot, process, descriptor, link);
  const strangers = strangersAt(link);
  const isOutOfReach = isDeleted(descriptor) && strangers.length === 0;
  return held.map(lock => {
    const isThis = (end: OpenFile) => heldLocks(end.descriptor).some(other => isDeepStrictEqual(other, lock));
    return {fd: descriptor.fd, path, lock, isOutOfReach, alsoHeldBy: strangers.filter(isThis)};
  });
}

function listenersOf(
  descriptors: readonly Descriptor[],
  read: (inodes: readonly number[]) => ReadonlyMap<number, SocketFacts>,
  strangersAt: StrangersAt,
): ListenerHolding[] {
  const inodes = descriptors.flatMap(descriptor => {
    const inode = linkOf(descriptor).startsWith('socket:[') ? linkedInode(linkOf(descriptor)) : undefined;
    return inode === undefined ? [] : [{fd: descriptor.fd, inode}];
  });
  if (inodes.length === 0) return [];
  const sockets = read(inodes.map(({inode}) => inode));
  return inodes.flatMap(({fd, inode}) => {
    const socket = sockets.get(inode);
    const link = `socket:[${inode}]`;
    return socket && takesAddress(socket) ? [{fd, link, socket, alsoHeldBy: strangersAt(link)}] : [];
  });
}

/** A listener, or a datagram socket that is bound and takes from everyone. */
function takesAddress(socket: SocketFacts): boolean {
  const {type, state, family, local, remote} = socket;
  if (state === 'LISTEN') return true;
  if (type !== 'datagram' || remote !== null || local === null) return false;
  return family === 'unix' || (hasPort(socket) && !local.endsWith(':0'));
}
