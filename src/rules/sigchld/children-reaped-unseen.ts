import {SIGCHLD_FLAGS} from '../../snapshot/gap-names.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {actionFlagsEvidence} from '../words/signal-evidence.ts';

/** SA_NOCLDWAIT does what SIG_IGN does, and no file of /proc shows it. */
export const childrenReapedUnseen: Rule<SigchldHandling> = {
  id: 'sigchld/children-reaped-unseen',
  severity: 'warning',
  title: 'SA_NOCLDWAIT: children are reaped automatically and their exit status is lost',
  claims: 'moment',
  needs: [SIGCHLD_FLAGS],
  headline: subjects =>
    headlineOf(
      subjects,
      "loses its children's exit statuses (SA_NOCLDWAIT)",
      "lose their children's exit statuses (SA_NOCLDWAIT)",
    ),
  check(handling) {
    const {process, sigchld} = handling;
    const {flags, disposition} = sigchld;
    if (!flags?.includes('SA_NOCLDWAIT') || disposition === 'ignored') return undefined;
    const {comm} = process;
    return {
      severity: handling.activities.isInWait() ? undefined : 'info',
      why: `${comm} set SA_NOCLDWAIT for SIGCHLD: its children are reaped automatically when they exit, and waiting for them fails with ECHILD.`,
      evidence: [actionFlagsEvidence(process, flags)],
      remedy: `Drop SA_NOCLDWAIT from sigaction(2) if ${comm} needs the status of any child, from wait(2), system(3) or pclose(3).`,
    };
  },
};
