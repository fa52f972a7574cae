import {seenIn} from '../../snapshot/evidence.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {RivalWaits} from '../../snapshot/sigchld/rival-waits.ts';
import type {Rule} from '../rule.ts';
import {waitTargetText} from '../words/activity.ts';
import {lastingIf, saying, type ToldEvidence} from '../words/evidence.ts';
import {headlineOf} from '../words/headline.ts';
import {named} from '../words/named.ts';
import {childEvidence} from '../words/parent-evidence.ts';

/** The kernel wakes every thread that waits for a child, and gives its status to the first that looks. */
export const twoReapers: Rule<SigchldHandling> = {
  id: 'sigchld/two-reapers',
  severity: 'error',
  title: 'two threads wait for the same child, and one of them loses its exit status',
  claims: 'lasting',
  needs: ['syscall'],
  headline: subjects =>
    headlineOf(
      subjects,
      'waits for one child in two threads, and may lose its exit status',
      'wait for one child in two threads, and may lose its exit status',
    ),
  check({process, runtime, rivals}) {
    if (!rivals || rivals.isLasting === false) return undefined;
    const {taker, loser, child} = rivals;
    const {comm} = process;
    const isPython = runtime() === 'python';
    const loses = isPython
      ? 'subprocess then reports returncode 0, whatever the command returned'
      : 'the wait of the other then fails with ECHILD';
    return {
      severity: isPython ? undefined : 'warning',
      why: `Thread ${taker.thread.tid} of ${comm} waits for any child, and thread ${loser.thread.tid} for ${named(child)}. If the first takes the exit status of ${child.comm}, ${loses}.`,
      evidence: lastingIf(rivals.isLasting ?? null, [
        ...[taker, loser].map(waitSeen),
        childEvidence(child, process),
      ]),
      remedy: `Make thread ${taker.thread.tid} wait for the children that it started, by PID, and not for any (waitpid(-1), os.wait()). Where orphans have to be reaped, leave that to an init (tini) above ${comm}.`,
    };
  },
};

function waitSeen({thread: {pid, tid}, call, waitsFor}: RivalWaits['taker']): ToldEvidence {
  const target = waitTargetText(waitsFor);
  return saying(seenIn(pid, `task/${tid}/syscall`, null, `${call} ${target}`), `${call}, for ${target}`);
}
