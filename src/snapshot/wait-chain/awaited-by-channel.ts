import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {BlockingCall, OpeningCall} from '../../parse/calls/blocking-call.ts';
import {decodeWaitChannel, type WaitChannel} from '../../parse/calls/wait-channel.ts';
import {pathOf} from '../calls/asked-mount.ts';
import {descriptorOf} from '../descriptor.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {type Awaited, wokenBy} from './awaited.ts';
import {leaseBrokenBy} from './listed-leases.ts';
import {listedWaitsOf} from './listed-locks.ts';
import type {WakeUp} from './wake-up.ts';

/**
 * What every user can read of a thread. /proc/locks names the process that waits for a lock; which of its threads that
 * is, the kernel function shows that the thread sleeps in. A process with one thread needs no such proof.
 */
export function awaitedUnseen(snapshot: Snapshot, thread: Thread, isAlone: boolean): Awaited[] {
  const lease = leaseBrokenBy(snapshot, thread);
  if (lease) return [lease];
  const name = thread.waitChannel();
  const mayBeForLock = name === undefined ? isAlone : decodeWaitChannel(name) === 'file-lock';
  const listed = mayBeForLock ? listedWaitsOf(snapshot, thread.pid) : [];
  return listed.length > 0 ? listed : [awaitedByChannel(thread)];
}

/** What the kernel function shows that a thread sleeps in, where its system call is hidden or says too little. */
export function awaitedByChannel(thread: Thread): Awaited {
  const name = thread.waitChannel();
  if (name === undefined) return wokenBy({kind: 'unseen'});
  const channel = decodeWaitChannel(name);
  if (channel === 'child') return {kind: 'children', which: {kind: 'any'}, certainty: 'likely'};
  if (channel === 'vforked-child') return {kind: 'new-child'};
  if (channel === 'own-thread') return {kind: 'own-thread', memory: 'unseen'};
  if (channel === 'fuse-answer') return {kind: 'fuse-answer', function: name, thread};
  return wokenBy(wakeUpIn(name, channel));
}

/** The answer of the server of a FUSE file system that a thread waits for in a call, whatever else the call is for. */
export function awaitedOfFuse(snapshot: Snapshot, thread: Thread, call: BlockingCall): Awaited | undefined {
  if (!mayReachFile(snapshot, thread, call)) return undefined;
  const awaited = awaitedByChannel(thread);
  return awaited.kind === 'fuse-answer' ? awaited : undefined;
}

const WITHOUT_FILES: ReadonlySet<BlockingCall['kind']> = new Set([
  'children',
  'futex',
  'ipc-queue',
  'new-child',
  'semaphores',
  'signal',
]);

/** What a descriptor leads to that has no path, as a pipe or a socket, asks no file system. */
function mayReachFile(snapshot: Snapshot, {tid}: Thread, call: BlockingCall): boolean {
  if (call.kind !== 'descriptors') return !WITHOUT_FILES.has(call.kind);
  return call.watched.some(
    ({fd}) => orUndefined(descriptorOf(snapshot, tid, fd).target())?.startsWith('/') ?? true,
  );
}

/** Whether a thread sleeps until the server of a FUSE file system answers. */
export function isInFuseRequest(thread: Thread): boolean {
  return decodeWaitChannel(thread.waitChannel() ?? '') === 'fuse-answer';
}

/** Calls with a timeout are restarted after a stop, and poll(2) without one: the kernel function shows some of them. */
export function awaitedAfterRestart(thread: Thread): Awaited[] {
  const name = thread.waitChannel() ?? '';
  const channel = decodeWaitChannel(name);
  if (channel === 'time' || channel === 'watched-descriptors') return [wokenBy(wakeUpIn(name, channel))];
  if (channel === 'own-thread') return [{kind: 'own-thread', memory: 'unseen'}, wokenBy({kind: 'time'})];
  return [wokenBy({kind: 'restarted-call'})];
}

/** What a thread in open(2) waits for: the holder of a lease, the other end of a FIFO, or what the kernel function shows. */
export function awaitedInOpen(snapshot: Snapshot, thread: Thread, call: OpeningCall): Awaited {
  const lease = leaseBrokenBy(snapshot, thread);
  if (lease) return lease;
  const awaited = awaitedByChannel(thread);
  if (awaited.kind !== 'wake-up') return awaited;
  const name = thread.waitChannel();
  const path = openedPath(snapshot, thread, call);
  if (decodeWaitChannel(name ?? '') === 'fifo-end')
    return wokenBy({kind: 'fifo-end', path: path ?? null, accessMode: call.accessMode ?? null});
  return path === undefined ? awaited : wokenBy({kind: 'open', path, function: name ?? null});
}

function wakeUpIn(name: string, channel: WaitChannel | undefined): WakeUp {
  if (channel === 'time' || channel === 'signal') return {kind: channel};
  if (channel === 'fifo-end') return {kind: 'fifo-end', path: null, accessMode: null};
  return {kind: 'kernel-function', function: name, waitsFor: channel ?? null};
}

/** A path that leads from here to what the thread opens, if that is there. */
function openedPath(snapshot: Snapshot, {pid, tid}: Thread, call: OpeningCall): string | undefined {
  const path = pathOf(snapshot, tid, call.path, call.directoryFd);
  return path === undefined || !posix.isAbsolute(path) ? path : addressBelow(snapshot, {pid}, path);
}
