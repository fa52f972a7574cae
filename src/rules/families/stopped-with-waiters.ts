import type {Stalled, StalledWait} from '../../snapshot/blocked-processes/stalled.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import {letRun} from '../remedies/let-run.ts';
import type {Rule} from '../rule.ts';
import {doingText} from '../words/activity.ts';
import {cycleStepText} from '../words/cycle-step.ts';
import {lastingIf, type ToldEvidence} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {stallEvidence, stallText} from '../words/stall.ts';
import {saidOfWait} from '../words/wait-evidence.ts';

/** How many processes a sentence names. */
const NAMED = 4;

/** A process that doesn't run releases no lock, reads no pipe and doesn't exit, whatever others wait for. */
export const stoppedWithWaiters: Rule<Stalled> = {
  id: 'families/stopped-with-waiters',
  severity: 'warning',
  title: 'a process is stopped or frozen while others wait for it',
  claims: 'lasting',
  needs: ['syscall', 'fd', 'fdinfo'],
  headline: several =>
    several
      .map(
        ({process, stall, waiters}) => `${named(process)} is ${stall.kind} while ${namesOf(waiters)} for it.`,
      )
      .join(' '),
  check({process, stall, waiters, isFullySeen, isLasting}) {
    const shown = waiters.slice(0, NAMED);
    const steps = shown.map(waiter =>
      cycleStepText({...waiter, next: process, enders: [process]}, isFullySeen),
    );
    const more = waiters.length - shown.length;
    const others =
      more === 0 ? [] : [`${more} more ${more === 1 ? 'process waits' : 'processes wait'} for it`];
    const areSeen =
      isFullySeen && waiters.every(({edge, wait}) => edge.certainty === 'proven' && wait.others.length === 0);
    return {
      unseen: areSeen ? undefined : 'something',
      severity: waiters.every(({isForAnyChild}) => isForAnyChild) ? 'info' : undefined,
      why: `${[...steps, ...others].join('. ')}. ${stallText(process, stall)}`,
      evidence: lastingIf(isLasting ?? null, [...stallEvidence(stall), ...shown.flatMap(waitEvidence)]),
      remedy: letRun(process, stall),
    };
  },
};

function namesOf(waiters: readonly StalledWait[]): string {
  const names = [...new Set(waiters.map(({process}) => named(process)))];
  return `${listed(names, NAMED)} ${names.length === 1 ? 'waits' : 'wait'}`;
}

function waitEvidence({process, wait: {tid, doing}, edge}: StalledWait): ToldEvidence[] {
  const call = doing ? doingText(doing) : 'not visible from here';
  return [seenIn(process.pid, `task/${tid}/syscall`, null, call), ...edge.evidence.map(saidOfWait)];
}
