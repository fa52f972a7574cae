import type {OutlivedLock} from '../../snapshot/locks/outlived-lock.ts';
import {preventLeftLock, releaseLock} from '../remedies/release-lock.ts';
import type {Rule} from '../rule.ts';
import {weighed} from '../words/evidence.ts';
import {keptText, ownerText, stillHold} from '../words/kept-lock.ts';
import {lockName} from '../words/locks.ts';
import {outlivedEvidence} from '../words/outlived-lock.ts';

/**
 * flock(2) and OFD locks live as long as the open file description: with a child that inherited it, longer than the
 * process that took the lock. Of a flock the kernel keeps the pid that took it, of an OFD lock it does not.
 */
export const heldByHeir: Rule<OutlivedLock> = {
  id: 'locks/held-by-heir',
  severity: 'error',
  title: 'a lock outlives the process that took it: a child inherited the descriptor',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'kcmp'],
  headline: ([lock]) => `${stillHold(lock.holders)} the ${lockName(lock)}, whose owner has exited.`,
  check(lock) {
    return {
      why: `The process that took the ${lockName(lock)}${ownerText(lock)} has exited; ${keptText(lock)}. The lock lasts until a process unlocks it, or the last copy of the descriptor is closed.`,
      evidence: weighed(lock.certainty, outlivedEvidence(lock)),
      remedy: `${releaseLock(lock.holders)} ${preventLeftLock(lock)}`,
    };
  },
};
