import type {JudgedLock} from '../../rules/locks/index.ts';
import type {LocksContent} from '../contract/locks.ts';
import {holderJson} from '../holder-json.ts';

/** The `locks` answer as the JSON contract has it. */
export function locksJson(locks: readonly JudgedLock[]): LocksContent {
  return {
    locks: locks.map(({lock: {acquirerHidden: _, ...lock}, verdict}) => ({
      ...lock,
      holders: lock.holders.map(({how, ...openFile}) => ({...holderJson(openFile, byItsLock), how})),
      waiters: [...lock.waiters],
      verdict: verdict ?? null,
    })),
  };
}

/** Its own fdinfo shows the lock. */
const byItsLock = {certainty: 'proven', proof: 'lock'} as const;
