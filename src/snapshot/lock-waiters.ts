import {orUndefined} from '../kernel/read.ts';
import {decodeBlockingCall} from '../parse/blocking-call.ts';
import type {LockClass, LockLine} from '../parse/lock-line.ts';
import type {WaitingRequest} from '../parse/proc-locks.ts';
import {Descriptor} from './descriptor.ts';
import {deviceNumbers} from './device.ts';
import type {LockWaiter} from './file-lock.ts';
import type {OpenFile} from './holders.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import {readActivity} from './wait-call.ts';

/** A thread that is blocked in flock(2), or in fcntl(2) for a lock, by the descriptor it gave. */
export interface LockCall extends OpenFile {
  readonly class: LockClass;
}

/** Every thread that is blocked for a lock. Needs ptrace attach access to each process, which is in the ledger where it lacks. */
export function readLockCalls(snapshot: Snapshot): LockCall[] {
  const processes = snapshot.processes().filter(({stat}) => !stat.kernelThread);
  return processes.flatMap(process =>
    process.liveThreads().flatMap(thread => {
      const {doing} = readActivity(snapshot, thread);
      const state = orUndefined(thread.syscall());
      if (doing === undefined || state?.kind !== 'in-syscall') return [];
      const call = decodeBlockingCall(doing, state.args);
      if (call?.kind !== 'lock') return [];
      return [{process, class: call.class, descriptor: new Descriptor(snapshot.source, thread.tid, call.fd)}];
    }),
  );
}

/** Those calls that are for a lock on the same file, as stat(2) has it for one who holds it or, if none is seen, the lock itself. */
export function callsFor(
  line: LockLine,
  holder: OpenFile | undefined,
  calls: readonly LockCall[],
): LockCall[] {
  const held = holder && orUndefined(holder.descriptor.stat());
  return calls.filter(({class: lockClass, descriptor}) => {
    const file = orUndefined(descriptor.stat());
    if (!file || lockClass !== line.class) return false;
    const [device, inode] = held
      ? [held.device === file.device, held.inode]
      : [line.device === deviceNumbers(file.device), line.inode];
    return device && inode === file.inode;
  });
}

/**
 * Who waits, by the requests in /proc/locks. That names no process of an OFD lock: if as many threads are
 * seen to wait for one on this file as requests have no name, they are it.
 */
export function namedWaiters(
  snapshot: Snapshot,
  requests: readonly WaitingRequest[],
  calls: () => readonly LockCall[],
): LockWaiter[] {
  const nameless = requests.filter(({acquirerPid}) => acquirerPid === null);
  const named = requests.flatMap(request => (request.acquirerPid === null ? [] : request));
  const known = new Set(named.map(({acquirerPid}) => acquirerPid));
  const found = nameless.length === 0 ? [] : calls().filter(({process}) => !known.has(process.pid));
  const seen = found.length === nameless.length ? found.map(({process}) => process) : [];
  const mode = common(nameless.map(request => request.mode));
  const depth = common(nameless.map(request => request.depth));
  return [
    ...named.map(request => ({
      pid: request.acquirerPid,
      comm: snapshot.find(request.acquirerPid ?? 0)?.comm ?? null,
      mode: request.mode,
      depth: request.depth,
      behind: requestAhead(requests, request)?.acquirerPid ?? null,
    })),
    ...nameless.map((_, at) => ({...identity(seen[at]), mode, depth, behind: null})),
  ];
}

/** Who waits where /proc/locks hides the lock, because its acquirer is not of this pid namespace any more. */
export function unlistedWaiters(calls: readonly LockCall[]): LockWaiter[] {
  return calls.map(({process}) => ({...identity(process), mode: null, depth: null, behind: null}));
}

function identity(process: Process | undefined) {
  return {pid: process?.pid ?? null, comm: process?.comm ?? null};
}

/** The nearest before it that is one less deep. */
function requestAhead(
  requests: readonly WaitingRequest[],
  request: WaitingRequest,
): WaitingRequest | undefined {
  return requests.slice(0, requests.indexOf(request)).findLast(({depth}) => depth === request.depth - 1);
}

function common<T>(values: readonly T[]): T | null {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
}
