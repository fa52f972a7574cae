import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {WaitingActivity} from '../../snapshot/activities.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {lookAgainCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {doingText, waitTargetText} from '../words/activity.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {pendingEvidence} from '../words/signal-evidence.ts';
import {childrenOf, parentName, zombiesListed} from '../words/zombies.ts';

/** Between an exit and the wait for it every child is a zombie: the parent is waiting, or SIGCHLD is on its way. */
export const notYetReaped: Rule<Zombie> = {
  id: 'zombies/not-yet-reaped',
  severity: 'info',
  title: 'the parent is about to reap its child',
  claims: 'moment',
  needs: ['syscall'],
  headline: zombies => `${parentName(zombies[0])} is about to reap children: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const wait = reaper?.activities
      .waits()
      .find(({waitsFor}) => alike.every(({process}) => reaper.isWaitedFor(process, waitsFor)));
    const sigchld = reaper?.sigchld();
    const wasBlocked = reaper?.blockage?.kind === 'moment';
    const isPassing = wasBlocked || !sigchld?.blocked;
    if (!reaper || !(wait || (sigchld?.pending && isPassing))) return undefined;
    const {pid} = reaper.process;
    const [parent, children] = [parentName(zombie), childrenOf(alike)];
    return {
      why: wait
        ? `${parent} is waiting for ${waitTargetText(wait.waitsFor)} right now, and is about to reap ${children}.`
        : wasBlocked
          ? `${parent} blocked SIGCHLD only for a moment: a second look no longer showed one blocked and pending. It is about to learn that ${children} exited, or just has.`
          : `${parent} has SIGCHLD pending and not blocked: it is about to learn that ${children} exited.`,
      evidence: wait
        ? [pointing(waitEvidence(pid, wait))]
        : [
            pointing(pendingEvidence(reaper.process, SIGCHLD)),
            ...(wasBlocked ? [] : [notEveryThreadBlocks(pid, sigchld?.blockedInThreads ?? 0)]),
          ],
      remedy: `Look again in a moment: ${lookAgainCommand(reaper.process, 'zombies', '--settle', '1s')}.`,
    };
  },
};

function notEveryThreadBlocks(pid: number, threads: number): ToldEvidence {
  const seen = seenIn(pid, 'task/*/status', 'SigBlk', `SIGCHLD in ${threads} threads`);
  return saying(seen, 'has no SIGCHLD in at least one thread');
}

function waitEvidence(pid: number, {thread, doing, waitsFor}: WaitingActivity): ToldEvidence {
  const target = waitTargetText(waitsFor);
  return saying(seenIn(pid, `task/${thread.tid}/syscall`, doingText(doing), target), `for ${target}`);
}
