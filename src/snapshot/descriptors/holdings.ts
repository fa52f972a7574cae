import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';
import type {Descriptor} from '../descriptor.ts';
import {once, onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {EndsOutside} from './ends.ts';
import {type EndsAt, endsWithin, heldLocks, linkOf} from './ends-at.ts';
import {isDeleted, linkedInode} from './kind.ts';
import {isNamedToIt} from './named-descriptor.ts';
import type {FindOpenFiles, OpenFile} from './open-files.ts';
import {openFilesAt} from './open-files-at.ts';
import {hasPort, type SocketFacts} from './socket-facts.ts';
import {otherEndOfPair} from './socket-pairs.ts';
import {socketsAnywhere} from './sockets-behind.ts';

/** Something that a process holds by a descriptor. */
export interface Holding {
  readonly fd: number;
  /** Descriptors of processes outside of its family that keep it as well: the end of this process alone frees nothing. */
  readonly alsoHeldBy: EndsOutside;
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
  readonly otherEnds: EndsOutside;
}

/** What other processes may be waiting for a process to release. */
export interface Holdings {
  readonly locks: readonly LockHolding[];
  readonly listeners: readonly ListenerHolding[];
  readonly pipes: readonly PipeHolding[];
}

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
  const endsFor = endsWithin(byTarget);
  return process => {
    const descriptors = orUndefined(process.descriptors());
    if (!descriptors) return undefined;
    const ends = endsFor(new Set([process, ...snapshot.descendants(process)]));
    return {
      locks: descriptors.flatMap(descriptor => locksThrough(snapshot, process, descriptor, ends)),
      listeners: listenersOf(
        descriptors,
        inodes => socketsAnywhere(snapshot, process, inodes, syscalls),
        ends,
      ),
      pipes: descriptors.flatMap(descriptor => {
        if (isPipe(descriptor)) return pipeHolding(descriptor, ends) ?? [];
        const other = mayBeLeft(process, descriptor) ? otherEndOf(linkOf(descriptor)) : undefined;
        return other === undefined ? [] : (pairHolding(descriptor, other, ends) ?? []);
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

function pipeHolding(descriptor: Descriptor, ends: EndsAt): PipeHolding | undefined {
  const accessMode = descriptor.accessMode();
  if (accessMode !== 'r' && accessMode !== 'w') return undefined;
  const [{fd}, target] = [descriptor, linkOf(descriptor)];
  const otherEnds = ends.ofPipe(target, accessMode === 'r' ? 'w' : 'r');
  if (otherEnds.processCount === 0) return undefined;
  return {fd, target, isPair: false, accessMode, otherEnds, alsoHeldBy: ends.ofPipe(target, accessMode)};
}

function pairHolding(descriptor: Descriptor, other: string, ends: EndsAt): PipeHolding | undefined {
  const [{fd}, target, otherEnds] = [descriptor, linkOf(descriptor), ends.at(other)];
  if (otherEnds.processCount === 0) return undefined;
  return {fd, target, isPair: true, accessMode: 'rw', otherEnds, alsoHeldBy: ends.at(target)};
}

function locksThrough(
  snapshot: Snapshot,
  process: Process,
  descriptor: Descriptor,
  ends: EndsAt,
): LockHolding[] {
  const held = heldLocks(descriptor);
  if (held.length === 0) return [];
  const link = linkOf(descriptor);
  const path = addressOf(snapshot, process, descriptor, link);
  const isOutOfReach = isDeleted(descriptor) && ends.at(link).processCount === 0;
  const {fd} = descriptor;
  return held.map(lock => ({fd, path, lock, isOutOfReach, alsoHeldBy: ends.ofLock(link, lock)}));
}

function listenersOf(
  descriptors: readonly Descriptor[],
  read: (inodes: readonly number[]) => ReadonlyMap<number, SocketFacts>,
  ends: EndsAt,
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
    return socket && takesAddress(socket) ? [{fd, link, socket, alsoHeldBy: ends.at(link)}] : [];
  });
}

/** A listener, or a datagram socket that is bound and takes from everyone. */
function takesAddress(socket: SocketFacts): boolean {
  const {type, state, family, local, remote} = socket;
  if (state === 'LISTEN') return true;
  if (type !== 'datagram' || remote !== null || local === null) return false;
  return family === 'unix' || (hasPort(socket) && !local.endsWith(':0'));
}
