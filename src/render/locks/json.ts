import {orUndefined} from '../../kernel/read.ts';
import type {JudgedLock} from '../../rules/locks/index.ts';
import type {LockHolder} from '../../snapshot/file-lock.ts';
import type {LocksContent} from '../contract/locks.ts';

type LockJson = LocksContent['locks'][number];

/** The `locks` answer as the JSON contract has it. */
export function locksJson(locks: readonly JudgedLock[]): LocksContent {
  return {
    locks: locks.map(({lock, verdict}) => ({
      ...lock,
      holders: lock.holders.map(holderJson),
      waiters: [...lock.waiters],
      verdict: verdict ?? null,
    })),
  };
}

function holderJson({process, descriptor, how}: LockHolder): LockJson['holders'][number] {
  const info = orUndefined(descriptor.info());
  return {
    pid: process.pid,
    comm: process.comm,
    fd: descriptor.fd,
    accessMode: info?.accessMode ?? null,
    closeOnExec: info?.closeOnExec ?? null,
    certainty: 'proven',
    proof: 'lock',
    how,
  };
}
