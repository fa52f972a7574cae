import type {BlockedCall} from '../../kernel/process-table/blocked-call.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {type BlockingCall, decodeBlockingCall} from '../../parse/calls/blocking-call.ts';
import {syscallName} from '../../parse/calls/syscall-names.ts';
import type {LockClass, LockLine} from '../../parse/locks/lock-line.ts';
import {type LockWish, parseStructFlock, STRUCT_FLOCK_SIZE} from '../../parse/locks/struct-flock.ts';
import {readActivity} from '../activity.ts';
import {readBlockedCalls} from '../calls/blocked-calls.ts';
import {descriptorOf} from '../descriptor.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {deviceNumbers} from '../device.ts';
import {once, onceEach} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';

/** A thread that is blocked in flock(2), or in fcntl(2) for a lock, by the descriptor it gave. */
export interface LockCall extends OpenFile {
  readonly class: LockClass;
  /** What it wants, from its memory; undefined where that can't be read, or counts from its place in the file. */
  readonly wish: () => LockWish | undefined;
}

/** flock(2): the operation for a shared lock. */
const LOCK_SH = 1n;

/** Every thread that is blocked for a lock. That takes ptrace attach access to each process; the ledger notes where it is missing. */
export function readLockCalls(snapshot: Snapshot, syscalls: Syscalls): LockCall[] {
  const {arch} = snapshot.machine.host;
  const blocked = readBlockedCalls(snapshot, syscalls);
  // Workers are in one call, which is looked at once.
  const isForLock = onceEach(({number, args}: BlockedCall): boolean => {
    const name = syscallName(number, arch);
    return name !== undefined && decodeBlockingCall(name, args)?.kind === 'lock';
  });
  const processes = snapshot.processes().filter(({stat}) => !stat.kernelThread);
  return processes.flatMap(process =>
    process.liveThreads().flatMap(thread => {
      const seen = blocked?.get(thread.tid);
      if (seen && !isForLock(seen)) return [];
      const {call: name} = readActivity(snapshot, thread);
      const state = orUndefined(thread.syscall());
      if (name === undefined || state?.kind !== 'in-syscall') return [];
      const {args} = state;
      const call = decodeBlockingCall(name, args);
      if (call?.kind !== 'lock') return [];
      const wish = once(() => wishOf(snapshot, thread.tid, call));
      const descriptor = descriptorOf(snapshot, thread.tid, call.fd);
      return [{process, class: call.class, descriptor, wish}];
    }),
  );
}

/**
 * The lock that a thread asks for, by its own memory: flock(2), fcntl(2). Undefined where that can't be read, or counts
 * from its place in the file.
 */
export function wishOf(
  snapshot: Snapshot,
  tid: number,
  {class: lockClass, wanted}: BlockingCall & {kind: 'lock'},
): LockWish | undefined {
  if (lockClass === 'flock') return {mode: (wanted & LOCK_SH) === 0n ? 'write' : 'read', start: 0, end: null};
  const bytes = readMemory(snapshot, tid, wanted, STRUCT_FLOCK_SIZE);
  return bytes && parseStructFlock(bytes);
}

/** The calls for a lock on the file of a lock: by stat(2) of a holder's descriptor, or of the lock's own inode where no holder is seen. */
export function callsOn(
  line: LockLine,
  holder: OpenFile | undefined,
  calls: readonly LockCall[],
): LockCall[] {
  const held = holder && orUndefined(holder.descriptor.stat());
  return calls.filter(({descriptor}) => {
    const file = orUndefined(descriptor.stat());
    if (!file) return false;
    const [device, inode] = held
      ? [held.device === file.device, held.inode]
      : [line.device === deviceNumbers(file.device), line.inode];
    return device && inode === file.inode;
  });
}
