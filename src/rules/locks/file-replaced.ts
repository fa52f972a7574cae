import {seenIn} from '../../snapshot/evidence.ts';
import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying} from '../words/evidence.ts';
import {holdText, lockEvidence, lockKind, lockNameOf} from '../words/locks.ts';

/** A lock file was removed while it was locked, and locked again under its name: two files are two locks. */
export const fileReplaced: Rule<LockCase> = {
  id: 'locks/file-replaced',
  severity: 'error',
  title: 'a lock file was removed while it was locked, and two processes each believe they hold the lock',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'locks'],
  headline: ([one]) =>
    `${holdText(one.lock)} the ${lockNameOf(one)}, and ${one.rival ? holdText(one.rival.lock) : ''} the lock on the new file of that name.`,
  check({lock, rival}) {
    const [holder] = lock.holders;
    const other = rival?.lock;
    const [otherHolder] = other?.holders ?? [];
    if (rival?.because !== 'file-replaced' || !holder || !other || !otherHolder) return undefined;
    const {fd} = holder.descriptor;
    return {
      why: `${holdText(lock)} a ${lockKind(lock)} on ${lock.path}, which was removed or replaced since. ${holdText(other)} a lock on the file that has this name now. These are two files, so each process believes that it alone has the lock.`,
      evidence: [
        lockEvidence(holder, lock),
        saying(
          seenIn(holder.process.pid, `fd/${fd}`, null, `${lock.path} (deleted)`),
          'has no name any more',
        ),
        lockEvidence(otherHolder, other),
        pointing(seenIn(otherHolder.process.pid, `fd/${otherHolder.descriptor.fd}`, null, other.path ?? '?')),
      ],
      remedy: `Let one of them finish before the other continues what the lock protects. To prevent this: never remove a lock file or rename another one over it while it may be locked. Or compare fstat(2) of the descriptor with stat(2) of the path after locking, and start again if they differ.`,
    };
  },
};
