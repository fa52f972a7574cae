import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {isInherited} from '../../snapshot/sigchld/origin.ts';
import type {Rule, Verdict} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {named} from '../words/named.ts';
import {parentEvidence} from '../words/parent-evidence.ts';
import {setHas, setLacks} from '../words/signal-evidence.ts';

/** SIGCHLD is ignored, and no process is known to have passed that on: the process itself, or its launcher, set it. */
export const ignored: Rule<SigchldHandling> = {
  id: 'sigchld/ignored',
  severity: 'warning',
  title: 'SIGCHLD is ignored, so wait() and system() fail with ECHILD',
  needs: ['status'],
  headline: subjects => headlineOf(subjects, 'ignores SIGCHLD', 'ignore SIGCHLD'),
  check(handling) {
    const {process, origin} = handling;
    const found = origin();
    if (!found || isInherited(found)) return undefined;
    const {why, evidence} = found.how === 'own' ? setByItself(handling) : setOrInherited(handling);
    return {
      certainty: 'likely',
      why,
      evidence: [setHas(process, 'SigIgn', SIGCHLD), ...evidence],
      remedy:
        'Leave SIGCHLD at its default, and wait for the children. SIG_IGN is safe only in a program that uses no wait(2), system(3) or popen(3), and resets SIGCHLD in its children before execve(2).',
    };
  },
};

type Reason = Pick<Verdict, 'why' | 'evidence'>;

function setByItself({process: {comm}, parent}: SigchldHandling): Reason {
  const seen = parent();
  return seen === undefined
    ? {
        why: `${comm} ignores SIGCHLD, and its parent isn't visible from here: ${comm} set that itself, or the process that started it did.`,
        evidence: [],
      }
    : {
        why: `${comm} ignores SIGCHLD and its parent ${named(seen.process)} doesn't: ${comm} set that itself, or the process that started it did between fork and exec.`,
        evidence: [setLacks(seen.process, 'SigIgn', SIGCHLD, `${seen.process.comm}, the parent`)],
      };
}

/** A parent that may have adopted the process shows nothing of where it came from. */
function setOrInherited({process}: SigchldHandling): Reason {
  const {comm} = process;
  return {
    why: `${comm} ignores SIGCHLD: it set that itself, or inherited it from the process that started it, which may have exited.`,
    evidence: [parentEvidence(process, `which adopts orphans, and may have adopted ${comm}`)],
  };
}
