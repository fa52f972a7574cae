import {orUndefined} from '../../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../../parse/calls/blocking-call.ts';
import {parseSemaphoreNumbers, SEMBUF_SIZE} from '../../parse/calls/semaphore-operations.ts';
import {syscallName} from '../../parse/calls/syscall-names.ts';
import {type Doing, readActivity} from '../activity.ts';
import {isInNestedLoop} from '../calls/nested-loop.ts';
import {conditionOf} from '../condition.ts';
import {descriptorOf} from '../descriptor.ts';
import {wishOf} from '../locks/lock-calls.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {Thread} from '../thread.ts';
import {type Awaited, type AwaitedEnd, type BlockedThread, wokenBy} from './awaited.ts';
import {
  awaitedAfterRestart,
  awaitedByChannel,
  awaitedInOpen,
  awaitedOfFuse,
  awaitedUnseen,
} from './awaited-by-channel.ts';
import {awaitedSignal} from './awaited-signal.ts';
import {awaitedAlone, awaitedFutex} from './futex-wait.ts';
import {awaitedThroughEach} from './through-descriptor.ts';
import {epollWatches, pollWatches, selectWatches, type WatchedOrWakeUp} from './watched-descriptors.ts';

/** How many operations one semop(2) has at most: SEMOPM of Linux. */
const MOST_OPERATIONS = 500;

/** sizeof(struct sockaddr_storage). */
const LONGEST_ADDRESS = 128;

/** What each live thread of a process is blocked in. A process that has exited waits for its tracer, if it has one. */
export function readBlockedThreads(snapshot: Snapshot, process: Process): BlockedThread[] {
  if (process.isZombie()) {
    const awaited = tracerOf(process);
    return awaited.length === 0 ? [] : [blocked(process, null, awaited)];
  }
  const threads = process.liveThreads();
  if (process.stat.kernelThread) return threads.map(blockedInKernel);
  const condition = conditionOf(snapshot, process);
  if (condition?.kind === 'exiting') return threads.map(blockedInExit);
  return threads.map(thread => {
    const one = readBlockedThread(snapshot, thread, threads.length === 1);
    if (condition?.kind === 'frozen') return {...one, awaited: [{kind: 'thaw', condition}]};
    return threads.length > 1
      ? one
      : {...one, awaited: one.awaited.flatMap(other => awaitedAlone(snapshot, process, other))};
  });
}

/** A kernel thread makes no system calls: its syscall file reads as read(0), of zeros. */
function blockedInKernel(thread: Thread): BlockedThread {
  if (thread.stat.state === 'R') return blocked(thread, running, []);
  const by = {kind: 'kernel-wake-up', function: thread.waitChannel() ?? null} as const;
  return blocked(thread, null, [wokenBy(by)]);
}

/** A thread that is exiting is in no system call, whatever its syscall file still shows of the last. */
function blockedInExit(thread: Thread): BlockedThread {
  if (thread.stat.state === 'R') return blocked(thread, running, []);
  return blocked(thread, null, [wokenBy({kind: 'exit', function: thread.waitChannel() ?? null})]);
}

function readBlockedThread(snapshot: Snapshot, thread: Thread, isAlone: boolean): BlockedThread {
  if (thread.stat.state === 't') return blocked(thread, null, tracerOf(thread));
  if (thread.stat.state === 'T') return blocked(thread, null, [{kind: 'continuation'}]);
  if (thread.stat.state === 'R') return blocked(thread, running, []);
  const state = orUndefined(thread.syscall());
  if (state === undefined) return blocked(thread, null, awaitedUnseen(snapshot, thread, isAlone));
  if (state.kind === 'running') return blocked(thread, running, []);
  if (state.kind === 'blocked-outside')
    return blocked(thread, {kind: 'outside-of-calls'}, awaitedUnseen(snapshot, thread, isAlone));
  const name = syscallName(state.number, snapshot.machine.host.arch);
  const doing: Doing = {kind: 'in-call', number: state.number, name};
  const call = name === undefined ? undefined : decodeBlockingCall(name, state.args);
  if (call === undefined) return blocked(thread, doing, awaitedUnseen(snapshot, thread, isAlone));
  return {
    ...blocked(thread, doing, awaitedInCall(snapshot, thread, call)),
    ...objectOf(snapshot, thread, call),
  };
}

const running: Doing = {kind: 'running'};

function blocked({stat}: Process | Thread, doing: Doing | null, awaited: readonly Awaited[]): BlockedThread {
  return {tid: stat.pid, state: stat.state, doing, fd: null, target: null, address: null, awaited};
}

function awaitedInCall(snapshot: Snapshot, thread: Thread, call: BlockingCall): Awaited[] {
  const {tid} = thread;
  // A read or write of a file there is no wait for what another process does with the file.
  const answer = awaitedOfFuse(snapshot, thread, call);
  if (answer) return [answer];
  const time = wokenBy({kind: 'time'});
  const watching = (watched: readonly WatchedOrWakeUp[], timed: boolean): Awaited[] => {
    const through = awaitedThroughEach(snapshot, thread, watched, true);
    if (timed && through.length === 0) return [{kind: 'pause'}];
    const all = timed ? [...through, time] : through;
    return all.length === 0 ? [wokenBy({kind: 'signal'})] : all;
  };
  switch (call.kind) {
    case 'descriptors':
      return awaitedThroughEach(snapshot, thread, call.watched, false);
    case 'connect':
      return awaitedThroughEach(snapshot, thread, [{fd: call.fd, direction: 'write'}], false).map(one =>
        one.kind === 'socket' ? toListener(snapshot, tid, one, call) : one,
      );
    case 'epoll':
      return [
        ...(isInNestedLoop(snapshot, thread, call.fd) ? [{kind: 'sync-child'} as const] : []),
        ...watching(epollWatches(snapshot, tid, call.fd), call.timed),
      ];
    case 'poll':
      return watching(pollWatches(snapshot, tid, call), call.timed);
    case 'select':
      return watching(selectWatches(snapshot, tid, call), call.timed);
    case 'lock':
      return [awaitedLock(snapshot, tid, call)];
    case 'children': {
      const which = readActivity(snapshot, thread).waitsFor;
      return [which ? {kind: 'children', which, certainty: 'proven'} : wokenBy({kind: 'child-unknown'})];
    }
    case 'new-child':
      return thread.stat.state === 'D' ? [{kind: 'new-child'}] : [awaitedByChannel(thread)];
    case 'futex':
      return [awaitedFutex(snapshot, thread, call), ...(call.timed ? [time] : [])];
    case 'queue':
      return [awaitedQueue(snapshot, tid, call), ...(call.timed ? [time] : [])];
    case 'ipc-queue':
      return [call];
    case 'semaphores':
      return [awaitedSemaphores(snapshot, tid, call), ...(call.timed ? [time] : [])];
    case 'signal':
      return awaitedSignal(snapshot, thread, call);
    case 'restarted':
      return awaitedAfterRestart(thread);
    case 'open':
      return [awaitedInOpen(snapshot, thread, call)];
    case 'other':
      if (call.endedBy === 'time') return [{kind: 'pause'}];
      return [wokenBy({kind: call.endedBy})];
  }
}

function awaitedLock(snapshot: Snapshot, tid: number, call: BlockingCall & {kind: 'lock'}): Awaited {
  const descriptor = descriptorOf(snapshot, tid, call.fd);
  const wish = wishOf(snapshot, tid, call);
  return {kind: 'lock', class: call.class, descriptor, wish, certainty: 'proven'};
}

function toListener(
  snapshot: Snapshot,
  tid: number,
  {descriptor, target}: AwaitedEnd,
  {address, length}: BlockingCall & {kind: 'connect'},
): Awaited {
  const size = Math.min(Math.max(length, 0), LONGEST_ADDRESS);
  return {kind: 'listener', descriptor, target, address: readMemory(snapshot, tid, address, size)};
}

function awaitedQueue(
  snapshot: Snapshot,
  tid: number,
  {fd, direction}: BlockingCall & {kind: 'queue'},
): Awaited {
  const descriptor = descriptorOf(snapshot, tid, fd);
  const target = orUndefined(descriptor.target());
  return target === undefined
    ? wokenBy({kind: 'message', at: null})
    : {kind: 'message-queue', descriptor, target, direction, watched: false};
}

function awaitedSemaphores(
  snapshot: Snapshot,
  tid: number,
  {id, operations, count}: BlockingCall & {kind: 'semaphores'},
): Awaited {
  const bytes = readMemory(snapshot, tid, operations, Math.min(count, MOST_OPERATIONS) * SEMBUF_SIZE);
  return {kind: 'semaphores', id, numbers: bytes ? parseSemaphoreNumbers(bytes) : []};
}

function objectOf(
  snapshot: Snapshot,
  {pid, tid}: Thread,
  call: BlockingCall,
): Pick<BlockedThread, 'fd' | 'target' | 'address'> {
  const fd = 'fd' in call ? call.fd : call.kind === 'descriptors' ? call.watched[0]?.fd : undefined;
  const descriptor = fd === undefined ? undefined : descriptorOf(snapshot, tid, fd);
  const target = descriptor && orUndefined(descriptor.target());
  if (fd === undefined || !descriptor || target === undefined)
    return {fd: fd ?? null, target: null, address: null};
  return {fd, target, address: addressOf(snapshot, {pid}, descriptor, target)};
}

function tracerOf(task: Process | Thread): Awaited[] {
  const pid = orUndefined(task.status())?.tracerPid ?? 0;
  return pid === 0 ? [] : [{kind: 'tracer', pid}];
}
