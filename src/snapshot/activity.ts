import {orUndefined, unreadable} from '../kernel/read.ts';
import {syscallName} from '../parse/calls/syscall-names.ts';
import {intArgument, type SyscallState} from '../parse/process/pid-syscall.ts';
import type {SignalSet} from '../parse/signals/signal-set.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import {readMemory} from './task-memory.ts';
import type {Thread} from './thread.ts';

/**
 * Which children a thread waits for, as wait4(2) and waitid(2) take it; pids are those of its own pid namespace.
 * `shown` is there where the procfs shows those of another: its number for the same children; null: they aren't visible.
 */
export type WaitTarget =
  | {readonly kind: 'any'}
  | {readonly kind: 'pid'; readonly pid: number; readonly shown?: number | null}
  | {readonly kind: 'process-group'; readonly pgid: number; readonly shown?: number | null};

/** What a thread is at, as /proc/PID/task/TID/syscall shows it. */
export type Doing =
  | {readonly kind: 'running'}
  /** Blocked, but not in a system call: in a page fault, say. */
  | {readonly kind: 'outside-of-calls'}
  /** `name`: undefined where this architecture's table has none for the number. */
  | {readonly kind: 'in-call'; readonly number: number; readonly name: string | undefined};

/** What a thread is doing: in which system call, and if that waits for children, for which. */
export interface Activity {
  readonly thread: Thread;
  /** Undefined where it can't be read. */
  readonly doing: Doing | undefined;
  /** The name of the system call that the thread is in; undefined where it is in none, or the name isn't known. */
  readonly call: string | undefined;
  readonly waitsFor: WaitTarget | undefined;
  /** The signals that it waits for in sigwait(3); undefined where it is in no such call, or its memory can't be read. */
  readonly awaitedSignals: SignalSet | undefined;
}

/** Options of wait4(2) and waitid(2). */
export const WEXITED = 0x4n;
export const WNOTHREAD = 0x2000_0000n;
export const WCLONE = 0x8000_0000n;

/** Bytes of a sigset_t as the kernel takes it: 64 signals. */
const SIGSET_SIZE = 8;

/** waitid(2): its first argument says what the second is. */
const P_ALL = 0;
const P_PID = 1;
const P_PGID = 2;
const P_PIDFD = 3;

/** What a thread is doing now, from /proc/PID/task/TID/syscall. */
export function readActivity(snapshot: Snapshot, thread: Thread): Activity {
  const state = orUndefined(thread.syscall());
  const doing = state && doingOf(snapshot, state);
  const call = doing?.kind === 'in-call' ? doing.name : undefined;
  const target = state?.kind === 'in-syscall' ? waitTarget(snapshot, thread, call, state) : undefined;
  const waitsFor = target && asShown(snapshot, thread, target);
  const signals = state?.kind === 'in-syscall' && call === 'rt_sigtimedwait' ? state.args[0] : undefined;
  const awaitedSignals = signals === undefined ? undefined : readSignalSet(snapshot, thread, signals);
  return {thread, doing, call, waitsFor, awaitedSignals};
}

/** A sigset_t in the memory of a thread; undefined where that can't be read. */
export function readSignalSet(snapshot: Snapshot, {tid}: Thread, address: bigint): SignalSet | undefined {
  return readMemory(snapshot, tid, address, SIGSET_SIZE)?.readBigUInt64LE();
}

/** The options of the wait4(2) or waitid(2) that a thread is in; undefined where it is in neither, or that can't be read. */
export function waitOptions({thread, call}: Activity): bigint | undefined {
  const state = orUndefined(thread.syscall());
  if (state?.kind !== 'in-syscall') return undefined;
  if (call === 'waitid') return state.args[3];
  return call === 'wait4' || call === 'waitpid' ? state.args[2] : undefined;
}

/**
 * Whether a wait of one of so many threads takes the exit status of whatever child it is for: none that other threads
 * forked (__WNOTHREAD), none but those that send another signal than SIGCHLD (__WCLONE), and no mere stops: wait(2).
 */
export function takesExits(activity: Activity, threads: number): boolean {
  const options = waitOptions(activity) ?? 0n;
  if (activity.call === 'waitid' && (options & WEXITED) === 0n) return false;
  if (activity.waitsFor?.kind === 'pid') return true;
  return (options & WCLONE) === 0n && ((options & WNOTHREAD) === 0n || threads === 1);
}

function doingOf({machine}: Snapshot, state: SyscallState): Doing {
  if (state.kind === 'running') return {kind: 'running'};
  if (state.kind === 'blocked-outside') return {kind: 'outside-of-calls'};
  return {kind: 'in-call', number: state.number, name: syscallName(state.number, machine.host.arch)};
}

function waitTarget(
  snapshot: Snapshot,
  thread: Thread,
  name: string | undefined,
  state: SyscallState & {kind: 'in-syscall'},
): WaitTarget | undefined {
  const [first, second] = state.args.map(intArgument);
  if (first === undefined || second === undefined) return undefined;
  if (name === 'wait4' || name === 'waitpid') return wait4Target(thread, first);
  if (name !== 'waitid') return undefined;
  if (first === P_ALL) return {kind: 'any'};
  if (first === P_PID) return {kind: 'pid', pid: second};
  if (first === P_PGID) return {kind: 'process-group', pgid: second === 0 ? ownGroup(thread) : second};
  return first === P_PIDFD ? pidfdTarget(snapshot, thread, second) : undefined;
}

/**
 * A target with the number that the procfs shows for it, where that is of another pid namespace than the thread: null
 * where no child of that number is visible.
 */
function asShown(snapshot: Snapshot, thread: Thread, target: WaitTarget): WaitTarget {
  const depth = orUndefined(thread.status())?.nspids.length ?? 1;
  const process = snapshot.find(thread.pid);
  if (target.kind === 'any' || depth === 1 || !process) return target;
  const isMeant = (child: Process) => {
    const status = orUndefined(child.status());
    return target.kind === 'pid'
      ? status?.nspids[depth - 1] === target.pid
      : status?.nspgids[depth - 1] === target.pgid;
  };
  const child = snapshot.childrenOf(process).find(isMeant);
  return {...target, shown: (target.kind === 'pid' ? child?.pid : child?.stat.pgid) ?? null};
}

function wait4Target(thread: Thread, pid: number): WaitTarget {
  if (pid === -1) return {kind: 'any'};
  if (pid > 0) return {kind: 'pid', pid};
  return {kind: 'process-group', pgid: pid === 0 ? ownGroup(thread) : -pid};
}

/** The process group of a thread in its own pid namespace, where its system calls count. */
function ownGroup(thread: Thread): number {
  return orUndefined(thread.status())?.nspgids.at(-1) ?? thread.stat.pgid;
}

function pidfdTarget(snapshot: Snapshot, thread: Thread, fd: number): WaitTarget | undefined {
  const descriptors = orUndefined(snapshot.find(thread.pid)?.descriptors() ?? unreadable('ESRCH')) ?? [];
  const pidfd = descriptors.find(descriptor => descriptor.fd === fd);
  const depth = orUndefined(thread.status())?.nspids.length ?? 1;
  const pid = pidfd && orUndefined(pidfd.info())?.pidfdNspids[depth - 1];
  return pid === undefined ? undefined : {kind: 'pid', pid};
}
