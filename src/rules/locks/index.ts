import type {FileLock} from '../../snapshot/file-lock.ts';
import {firstVerdict, type Rule, type Verdict} from '../rule.ts';
import {acquirerGone} from './acquirer-gone.ts';
import {holderNotVisible} from './holder-not-visible.ts';

/** What may be wrong with a lock. */
export const lockRules: readonly Rule<FileLock>[] = [acquirerGone, holderNotVisible];

export interface JudgedLock {
  readonly lock: FileLock;
  readonly verdict: Verdict | undefined;
}

export function judgeLocks(locks: readonly FileLock[]): JudgedLock[] {
  return locks.map(lock => ({lock, verdict: firstVerdict(lockRules, lock)}));
}
