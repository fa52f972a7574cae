import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import {lockEvidence} from '../../snapshot/locks/outlived-lock.ts';
import type {Rule} from '../rule.ts';
import {lockText} from './held-by-heir.ts';

/** A helper such as flock(1) took a lock for a process that had the descriptor before it, most likely, and ended: as it should be. */
export const acquirerGone: Rule<LockCase> = {
  id: 'locks/acquirer-gone',
  severity: 'info',
  title: 'who took a lock is gone, and a process that was there before holds it',
  needs: ['fd', 'fdinfo', 'locks'],
  check({lock}) {
    const {acquirerPid, acquirerAlive, holders} = lock;
    const [eldest] = holders;
    if (acquirerAlive !== false || eldest?.how !== 'shared with the acquirer') return undefined;
    const {pid, comm} = eldest.process;
    if (acquirerPid === null || acquirerPid < pid) return undefined;
    return {
      certainty: 'likely',
      why: `${comm} (${pid}) holds the ${lockText(lock)}, for which /proc/locks and lslocks name ${acquirerPid}, which is gone: most likely that took it through a descriptor which ${comm} had before, as flock(1) does for a shell. It may also have sent its own over a UNIX socket.`,
      evidence: [
        lockEvidence(eldest, lock),
        `/proc/${acquirerPid}: not there, or a zombie`,
        `/proc/${pid}/stat: it was there before ${acquirerPid}, whose pid is the later one`,
      ],
      remedy: `The lock is free once ${comm} (${pid}, fd ${eldest.descriptor.fd}) lets go of it. Never signal ${acquirerPid}: that pid may be another process's by now.`,
    };
  },
};
