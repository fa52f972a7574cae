import type {CycleStep, WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import {cycleRemedy} from '../remedies/wait-cycle.ts';
import type {Rule} from '../rule.ts';
import {doingText} from '../words/activity.ts';
import {cycleStepText} from '../words/cycle-step.ts';
import {lastingIf, saying, type ToldEvidence} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {saidOfWait} from '../words/wait-evidence.ts';

/** How many processes a sentence names. */
const NAMED = 4;

/** Processes wait for each other in a cycle, and no other process could free one of them. */
export const waitCycle: Rule<WaitCycle> = {
  id: 'families/wait-cycle',
  severity: 'error',
  title: 'deadlock: processes wait for each other in a cycle',
  claims: 'lasting',
  needs: ['syscall', 'fd', 'fdinfo'],
  headline: cycles => `Deadlock: ${listed(cycles.map(membersText), NAMED)}.`,
  check(cycle) {
    const {steps, behind, isFullySeen, isLasting} = cycle;
    if (steps.length === 0) return undefined;
    const mayTimeOut = steps.some(({edge}) => edge.mayTimeOut);
    const isSure = isFullySeen && !mayTimeOut && steps.every(({edge}) => edge.certainty === 'proven');
    const alone =
      steps.length === 1 ? 'The wait does not end by itself' : 'None of these waits ends by itself';
    const hidden =
      "Not every process's descriptors are visible from here: a hidden process could have the other end";
    const sentences = [
      ...steps.map(step => cycleStepText(step, isFullySeen)),
      mayTimeOut ? `${alone}, unless a socket has a timeout (SO_RCVTIMEO), which can't be read` : alone,
      ...(behind > 0 ? [`${behind} more ${behind === 1 ? 'process waits' : 'processes wait'} for them`] : []),
      ...(isFullySeen ? [] : [hidden]),
    ];
    const seen = steps.flatMap(step => [callSeen(step), ...step.evidence.map(saidOfWait)]);
    return {
      unseen: isSure ? undefined : 'something',
      why: sentences.map(sentence => `${sentence}.`).join(' '),
      evidence: lastingIf(isLasting, seen),
      remedy: cycleRemedy(cycle),
    };
  },
};

function membersText({members}: WaitCycle): string {
  const names = listed(members.map(named), NAMED);
  return members.length === 1 ? `${names} waits for itself` : `${names} wait for each other`;
}

function callSeen({process, tid, doing, fd}: CycleStep): ToldEvidence {
  const call = doing ? doingText(doing) : 'not visible from here';
  return saying(
    seenIn(process.pid, `task/${tid}/syscall`, null, call),
    `${call}${fd === null ? '' : `, fd ${fd}`}`,
  );
}
