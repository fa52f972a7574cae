import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {programEvidence} from '../words/program-evidence.ts';
import {actionFlagsEvidence, setHas} from '../words/signal-evidence.ts';

/** CPython's subprocess takes ECHILD for an exit status of 0: every failed command looks like a success. */
export const pythonLosesExitStatus: Rule<SigchldHandling> = {
  id: 'sigchld/python-loses-exit-status',
  severity: 'error',
  title: 'Python reports success for failed commands because SIGCHLD is ignored',
  claims: 'moment',
  needs: ['status'],
  headline: subjects =>
    headlineOf(subjects, "loses its children's exit statuses", "lose their children's exit statuses"),
  check({process, sigchld, runtime}) {
    if (runtime() !== 'python' || sigchld.autoReap !== true) return undefined;
    return {
      why: `${process.comm}'s children are reaped automatically; their exit statuses are lost. In Python, subprocess then reports returncode 0 for commands that failed, and os.system() returns -1.`,
      evidence: [
        sigchld.disposition === 'ignored'
          ? setHas(process, 'SigIgn', SIGCHLD)
          : actionFlagsEvidence(process, sigchld.flags ?? []),
        programEvidence(process, 'a Python interpreter'),
      ],
      remedy:
        'Call signal.signal(signal.SIGCHLD, signal.SIG_DFL) first thing in the program, or fix what starts it.',
    };
  },
};
