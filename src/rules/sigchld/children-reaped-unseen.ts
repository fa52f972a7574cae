import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import {SIGCHLD_FLAGS} from '../../snapshot/signals/sigchld-actions.ts';
import type {Rule} from '../rule.ts';

/** SA_NOCLDWAIT does what SIG_IGN does, and no file of /proc shows it. */
export const childrenReapedUnseen: Rule<SigchldCase> = {
  id: 'sigchld/children-reaped-unseen',
  severity: 'warning',
  title: 'SA_NOCLDWAIT lets children vanish when they die, so that no wait gets their status',
  needs: [SIGCHLD_FLAGS],
  check({process, sigchld}) {
    if (!sigchld.flags?.includes('SA_NOCLDWAIT') || sigchld.disposition === 'ignored') return undefined;
    return {
      certainty: 'proven',
      why: `${process.comm} set SA_NOCLDWAIT for SIGCHLD: its children vanish when they die, and waiting for them ends in ECHILD.`,
      evidence: [
        `sigaction(2) of ${process.pid}, from the kernel's own record: ${sigchld.flags.join(' | ')}`,
      ],
      remedy:
        'Drop SA_NOCLDWAIT from its sigaction(2) if it wants the status of any child, from wait(2), system(3) or pclose(3).',
    };
  },
};
