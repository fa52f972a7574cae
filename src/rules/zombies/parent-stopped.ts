import {isInBackground} from '../../snapshot/condition.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {stateName} from '../words/activity.ts';
import {saying} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {byText, continueText, selfStopText, stopSignalEvidence} from '../words/stall.ts';
import {parentName, severityAtFirst, zombiesListed} from '../words/zombies.ts';

/** A parent of which every thread is in state T (job control, SIGSTOP) or t (ptrace) runs no code, so it reaps nothing. */
export const parentStopped: Rule<Zombie> = {
  id: 'zombies/parent-stopped',
  severity: 'warning',
  title: 'the parent is stopped, by a signal or a debugger',
  claims: 'moment',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} is stopped and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const condition = reaper?.condition;
    const [state] = condition?.evidence ?? [];
    if (!reaper || !state) return undefined;
    const {pid} = reaper.process;
    const parent = parentName(zombie);
    // A debugger, or a program that limits others, stops it for moments.
    const severity = severityAtFirst(alike);
    if (condition?.kind === 'stopped') {
      const selfStop = selfStopText(reaper.process, condition);
      const mayBeJob = condition.signal === null && !condition.needsForeground && !selfStop;
      const orFg =
        mayBeJob && !isInBackground(reaper.process) ? ', or `fg` in the shell that stopped it' : '';
      return {
        severity,
        why: `${parent} is stopped${byText(condition)} and runs no code until it is continued.${selfStop ? ` ${selfStop}.` : ''}`,
        evidence: [saying(state, `T (${stateName('T')})`), ...stopSignalEvidence(condition)],
        remedy: orParentExits(alike, `Continue it: ${continueText(reaper.process, condition)}${orFg}.`),
      };
    }
    if (condition?.kind !== 'traced') return undefined;
    const {tracer} = condition;
    const who = tracer?.process ? named(tracer.process) : 'a tracer';
    return {
      severity,
      why: `${parent} is stopped by ${who}, and runs no code until it is continued.`,
      evidence: [
        saying(state, `t (${stateName('t')})`),
        ...(tracer
          ? [saying(seenIn(pid, 'status', 'TracerPid', tracer.tid), `${tracer.tid} names ${who}`)]
          : []),
      ],
      remedy: orParentExits(alike, `Continue it in ${who}, or detach.`),
    };
  },
};
