import {orUndefined, unreadable} from '../../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../../parse/calls/blocking-call.ts';
import {decodeWaitChannel} from '../../parse/calls/wait-channel.ts';
import {readActivity, type WaitTarget} from '../activity.ts';
import {Descriptor} from '../descriptor.ts';
import type {Process, Thread} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {Awaited, AwaitedEnd, BlockedThread} from './awaited.ts';
import {awaitedInOpen} from './awaited-open.ts';
import {awaitedSignal} from './awaited-signal.ts';
import {leaseBrokenBy} from './listed-leases.ts';
import {listedWaitOf} from './listed-locks.ts';
import {awaitedThrough} from './through-descriptor.ts';
import {epollWatches, pollWatches, selectWatches, type WatchedOrSaid} from './watched-descriptors.ts';

/** sizeof(struct sockaddr_storage). */
const LONGEST_ADDRESS = 128;

/** What each live thread of a process is blocked in. A process that has ended waits for its tracer, if it has one. */
export function readBlockedThreads(snapshot: Snapshot, process: Process): BlockedThread[] {
  if (process.isZombie()) {
    const awaited = tracerOf(process);
    return awaited.length === 0 ? [] : [blocked(process, null, awaited)];
  }
  const threads = process.liveThreads();
  if (process.stat.kernelThread) return threads.map(blockedInKernel);
  return threads.map(thread => {
    const one = readBlockedThread(snapshot, thread, threads.length === 1);
    return threads.length > 1 ? one : {...one, awaited: one.awaited.map(withoutOtherThreads)};
  });
}

/** A kernel thread makes no system calls: its syscall file reads as read(0), of zeros. */
function blockedInKernel(thread: Thread): BlockedThread {
  if (thread.stat.state === 'R') return blocked(thread, 'running', []);
  const name = thread.waitChannel();
  return blocked(thread, null, [
    said(`a wake-up inside the kernel${name === undefined ? '' : `, in ${name}`}`),
  ]);
}

/** What only another thread can do, where there is none. A signal handler still could, but hardly one does. */
function withoutOtherThreads(awaited: Awaited): Awaited {
  if (awaited.kind !== 'own-thread') return awaited;
  const who =
    awaited.memory === 'own'
      ? 'most likely it waits for itself'
      : 'only a process that shares its memory could';
  return said(`a wake-up that no other thread is there to give: ${who}`);
}

function readBlockedThread(snapshot: Snapshot, thread: Thread, isAlone: boolean): BlockedThread {
  const {tid} = thread;
  if (thread.stat.state === 't') return blocked(thread, null, tracerOf(thread));
  if (thread.stat.state === 'T') return blocked(thread, null, [{kind: 'continuation'}]);
  if (thread.stat.state === 'R') return blocked(thread, 'running', []);
  const activity = readActivity(snapshot, thread);
  const state = orUndefined(thread.syscall());
  if (activity.doing === undefined) return blocked(thread, null, awaitedUnseen(snapshot, thread, isAlone));
  if (state?.kind === 'running') return blocked(thread, activity.doing, []);
  const call = state?.kind === 'in-syscall' ? decodeBlockingCall(activity.doing, state.args) : undefined;
  if (call === undefined) return blocked(thread, activity.doing, awaitedUnseen(snapshot, thread, isAlone));
  return {
    ...blocked(thread, activity.doing, awaitedInCall(snapshot, thread, call, activity.waitsFor)),
    ...objectOf(snapshot, tid, call),
  };
}

function blocked(
  {stat}: Process | Thread,
  syscall: string | null,
  awaited: readonly Awaited[],
): BlockedThread {
  return {tid: stat.pid, state: stat.state, syscall, fd: null, target: null, awaited};
}

function awaitedInCall(
  snapshot: Snapshot,
  thread: Thread,
  call: BlockingCall,
  which: WaitTarget | undefined,
): Awaited[] {
  const {tid} = thread;
  const watching = (watched: readonly WatchedOrSaid[], timed: boolean): Awaited[] => {
    const through = watched.flatMap(one =>
      typeof one === 'string' ? [said(one)] : awaitedThrough(snapshot, tid, one, true),
    );
    const all = timed ? [...through, said('time')] : through;
    return all.length === 0 ? [said('a signal')] : all;
  };
  switch (call.kind) {
    case 'descriptors':
      return call.watched.flatMap(one => awaitedThrough(snapshot, tid, one, false));
    case 'connect':
      return awaitedThrough(snapshot, tid, {fd: call.fd, direction: 'write'}, false).map(one =>
        one.kind === 'socket' ? toListener(snapshot, tid, one, call) : one,
      );
    case 'epoll':
      return watching(epollWatches(snapshot, tid, call.fd), call.timed);
    case 'poll':
      return watching(pollWatches(snapshot, tid, call), call.timed);
    case 'select':
      return watching(selectWatches(snapshot, tid, call), call.timed);
    case 'lock':
      return [{kind: 'lock', class: call.class, descriptor: new Descriptor(snapshot.source, tid, call.fd)}];
    case 'children':
      return [which ? {kind: 'children', which, certainty: 'proven'} : said('a child')];
    case 'new-child':
      return thread.stat.state === 'D' ? [{kind: 'new-child'}] : awaitedByChannel(thread);
    case 'futex':
      return [
        {kind: 'own-thread', memory: call.isPrivate ? 'own' : memoryAround(snapshot, thread, call.address)},
        ...(call.timed ? [said('time')] : []),
      ];
    case 'signal':
      return awaitedSignal(snapshot, thread, call);
    case 'restarted':
      return awaitedAfterRestart(thread);
    case 'open': {
      const lease = leaseBrokenBy(snapshot, thread);
      if (lease) return [lease];
      return awaitedByChannel(thread).map(one =>
        one.kind === 'other' ? said(awaitedInOpen(snapshot, thread, call, one.what)) : one,
      );
    }
    case 'other':
      return [said(call.what)];
  }
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

/**
 * What everyone may read of a thread: /proc/locks names the process that waits for a lock. Which of its threads
 * that is, the function tells that it sleeps in; of one that is alone it need not.
 */
function awaitedUnseen(snapshot: Snapshot, thread: Thread, isAlone: boolean): Awaited[] {
  const lease = leaseBrokenBy(snapshot, thread);
  if (lease) return [lease];
  const name = thread.waitChannel();
  const mayBeForLock = name === undefined ? isAlone : decodeWaitChannel(name) === 'a file lock';
  const listed = mayBeForLock ? listedWaitOf(snapshot, thread.pid) : undefined;
  return listed ? [listed] : awaitedByChannel(thread);
}

/** All that can be said where the system call may not be seen, or does not tell: the function it sleeps in. */
function awaitedByChannel(thread: Thread): Awaited[] {
  const name = thread.waitChannel();
  if (name === undefined) return [said('something that was not seen')];
  const meaning = decodeWaitChannel(name);
  if (meaning === 'a child') return [{kind: 'children', which: {kind: 'any'}, certainty: 'likely'}];
  if (meaning === 'a child it made with vfork') return [{kind: 'new-child'}];
  if (meaning === 'another thread') return [{kind: 'own-thread', memory: 'unseen'}];
  return [said(meaning ?? `the kernel, in ${name}`)];
}

/** Calls with a timeout are restarted, and poll(2) without one. The function they sleep in tells some of them apart. */
function awaitedAfterRestart(thread: Thread): Awaited[] {
  const meaning = decodeWaitChannel(thread.waitChannel() ?? '');
  if (meaning === 'time' || meaning === 'descriptors it watches') return [said(meaning)];
  if (meaning === 'another thread') return [{kind: 'own-thread', memory: 'unseen'}, said('time')];
  return [said('the end of a call that was restarted: which, is not known')];
}

/** A futex(2) that is not private may be woken by whoever else has the memory that it lies in. */
function memoryAround(
  snapshot: Snapshot,
  {pid}: Thread,
  address: bigint | undefined,
): 'own' | 'shared' | 'unseen' {
  if (address === undefined) return 'unseen';
  const shared = orUndefined(snapshot.find(pid)?.sharedMemory() ?? unreadable('ESRCH'));
  return !shared || shared.some(({start, end}) => start <= address && address < end) ? 'shared' : 'own';
}

function objectOf(snapshot: Snapshot, tid: number, call: BlockingCall): Pick<BlockedThread, 'fd' | 'target'> {
  const fd = 'fd' in call ? call.fd : call.kind === 'descriptors' ? call.watched[0]?.fd : undefined;
  if (fd === undefined) return {fd: null, target: null};
  return {fd, target: orUndefined(new Descriptor(snapshot.source, tid, fd).target()) ?? null};
}

function tracerOf(task: Process | Thread): Awaited[] {
  const pid = orUndefined(task.status())?.tracerPid ?? 0;
  return pid === 0 ? [] : [{kind: 'tracer', pid}];
}

function said(what: string): Awaited {
  return {kind: 'other', what};
}
