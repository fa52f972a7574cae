import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {childEvidence} from '../words/parent-evidence.ts';
import {programEvidence} from '../words/program-evidence.ts';
import {reapedEvidence} from '../words/signal-evidence.ts';

/** CPython's subprocess takes ECHILD for an exit status of 0: every failed command looks like a success. */
export const pythonLosesExitStatus: Rule<SigchldHandling> = {
  id: 'sigchld/python-loses-exit-status',
  severity: 'error',
  title: 'Python reports success for failed commands because SIGCHLD is ignored',
  claims: 'moment',
  needs: ['status'],
  headline: subjects =>
    subjects.every(({child}) => child())
      ? headlineOf(subjects, "loses its children's exit statuses", "lose their children's exit statuses")
      : headlineOf(
          subjects,
          "would lose its children's exit statuses",
          "would lose their children's statuses",
        ),
  check(handling) {
    const {process, sigchld, runtime} = handling;
    if (sigchld.autoReap !== true || runtime() !== 'python') return undefined;
    const {comm} = process;
    const child = handling.child();
    const doubt = ` ${comm} has no child now: that matters only if it starts any.`;
    return {
      unseen: child ? undefined : 'something',
      severity: child ? undefined : 'warning',
      why: `${comm}'s children are reaped automatically; their exit statuses are lost. In Python, subprocess then reports returncode 0 for commands that failed, os.system() -1, asyncio 255, and a multiprocessing.Process never seems to exit.${child ? '' : doubt}`,
      evidence: [
        reapedEvidence(handling),
        programEvidence(process, 'a Python interpreter'),
        ...(child ? [childEvidence(child, process)] : []),
      ],
      remedy:
        'Call signal.signal(signal.SIGCHLD, signal.SIG_DFL) first thing in the program, or fix what starts it.',
    };
  },
};
