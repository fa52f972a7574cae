import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import {preventLeftLock, releaseLock} from '../remedies/release-lock.ts';
import type {Rule} from '../rule.ts';
import {weighed} from '../words/evidence.ts';
import {keptText, ownerText, stillHold} from '../words/kept-lock.ts';
import {blockedHeadline, blockedText, waitEvidence} from '../words/lock-waiters.ts';
import {lockedFile, lockKind} from '../words/locks.ts';
import {outlivedEvidence} from '../words/outlived-lock.ts';

/** Processes are blocked now, for a lock that the process which took it holds no longer. */
export const waitersBehindHeir: Rule<LockCase> = {
  id: 'locks/waiters-behind-heir',
  severity: 'error',
  title: 'processes are blocked on a lock whose owner has exited; a child still holds it',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'locks', 'kcmp'],
  headline: ([one]) =>
    `${blockedHeadline(one.lock)} on ${lockedFile(one)}: ${stillHold(one.lock.holders)} the lock, whose owner has exited.`,
  check(one) {
    const {lock, outlivedLock, waitedSeconds} = one;
    const outlived = lock.waiters.length === 0 ? undefined : outlivedLock();
    if (!outlived) return undefined;
    return {
      why: `${blockedText(lock, waitedSeconds)} on ${lockedFile(one)}. The process that took the ${lockKind(lock)}${ownerText(outlived)} has exited; ${keptText(outlived)}.`,
      evidence: [...weighed(outlived.certainty, outlivedEvidence(outlived)), ...waitEvidence(lock)],
      remedy: `${releaseLock(outlived.holders)} ${preventLeftLock(outlived)}`,
    };
  },
};
