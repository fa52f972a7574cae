import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Rule} from '../rule.ts';
import {pointing} from '../words/evidence.ts';
import {holdText, lockEvidence, lockedFile, lockKind} from '../words/locks.ts';

/** Two programs lock one file by two means that don't see each other: flock(2), and fcntl(2). */
export const kindsMixed: Rule<LockCase> = {
  id: 'locks/kinds-mixed',
  severity: 'warning',
  title: 'a file is locked exclusively by two kinds of lock that ignore each other',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'locks'],
  headline: ([one]) =>
    `${lockedFile(one)} is locked exclusively by two kinds of lock that ignore each other: ${holdText(one.lock)} one, ${one.rival ? holdText(one.rival.lock) : ''} the other.`,
  check(one) {
    const {lock, rival} = one;
    const [holder] = lock.holders;
    const other = rival?.lock;
    const [otherHolder] = other?.holders ?? [];
    if (rival?.because !== 'other-kind' || !holder || !other || !otherHolder) return undefined;
    return {
      why: `${holdText(lock)} a ${lockKind(lock)} on ${lockedFile(one)}, ${holdText(other)} a ${lockKind(other)}. flock(2) locks and those of fcntl(2) (POSIX, OFD) don't exclude each other.`,
      evidence: [pointing(lockEvidence(holder, lock)), pointing(lockEvidence(otherHolder, other))],
      remedy: `If both protect the same thing, use one kind: flock(1), setlock and chpst take flock(2) locks; lckdo, s6-setlock, with-lock-ex and runlock take POSIX ones.`,
    };
  },
};
