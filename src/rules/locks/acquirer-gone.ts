import {seenIn} from '../../snapshot/evidence.ts';
import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import {releaseLock} from '../remedies/release-lock.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {queueText} from '../words/lock-waiters.ts';
import {lockEvidence, lockNameOf} from '../words/locks.ts';
import {named} from '../words/named.ts';
import {exitEvidenceWords} from '../words/origins.ts';

/** A helper such as flock(1) took a lock through a descriptor that an older process had, and exited: as it should be. */
export const acquirerGone: Rule<LockCase> = {
  id: 'locks/acquirer-gone',
  severity: 'info',
  title: 'the process that took the lock has exited and an older one holds it (normal for flock(1))',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'locks'],
  headline: ([one]) => {
    const {lock} = one;
    const holders = new Set(lock.holders.map(({process}) => named(process)));
    const hold = holders.size === 1 ? 'holds' : 'hold';
    return `${listed([...holders], 1)} ${hold} the ${lockNameOf(one)}, which ${lock.acquirerPid} took before it exited${queueText(lock)}.`;
  },
  check(one) {
    const {lock, acquirerExit, isAcquirerLater} = one;
    const {acquirerPid, holders} = lock;
    const [eldest, ...others] = holders;
    if (!isAcquirerLater || eldest?.origin?.kind !== 'shared-with-acquirer') return undefined;
    const {pid, comm} = eldest.process;
    return {
      why: `${named(eldest.process)} holds the ${lockNameOf(one)}. /proc/locks and lslocks name ${acquirerPid}, which has exited: a helper that locked a descriptor ${comm} already had, as flock(1) does for a shell. Or ${acquirerPid} sent its own descriptor over a UNIX socket.`,
      evidence: [
        lockEvidence(eldest, lock),
        ...(acquirerExit ? [exitEvidenceWords(acquirerExit)] : []),
        pointing(
          saying(
            seenIn(pid, 'stat', 'pid (1)', pid),
            `${pid} was given out before ${acquirerPid}: ${comm} was there first`,
          ),
        ),
      ],
      remedy: `Nothing to fix if ${named(eldest.process)} is meant to hold the lock. ${releaseLock([eldest, ...others])} Never signal ${acquirerPid}: the pid may belong to another process now.`,
    };
  },
};
