import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';
import {doingText, waitTargetText} from '../words/activity.ts';
import {saying} from '../words/evidence.ts';
import {pendingEvidence} from '../words/signal-evidence.ts';
import {childrenOf, parentName, zombiesListed} from '../words/zombies.ts';

/** Between an exit and the wait for it every child is a zombie: the parent is waiting, or SIGCHLD is on its way. */
export const notYetReaped: Rule<Zombie> = {
  id: 'zombies/not-yet-reaped',
  severity: 'info',
  title: 'the parent is about to reap its child',
  needs: ['syscall'],
  headline: zombies => `${parentName(zombies[0])} is about to reap children: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const wait = reaper?.activities
      .waits()
      .find(({waitsFor}) => alike.every(({process}) => reaper.isWaitedFor(process, waitsFor)));
    const sigchld = reaper?.sigchld();
    if (!reaper || !(wait || (sigchld?.pending && !sigchld.blocked))) return undefined;
    const {pid} = reaper.process;
    const [parent, children] = [parentName(zombie), childrenOf(alike)];
    return {
      certainty: 'likely',
      why: wait
        ? `${parent} is waiting for ${waitTargetText(wait.waitsFor)} right now, and is about to reap ${children}.`
        : `${parent} has SIGCHLD pending and not blocked: it is about to learn that ${children} exited.`,
      evidence: wait
        ? [
            saying(
              seenIn(
                pid,
                `task/${wait.thread.tid}/syscall`,
                doingText(wait.doing),
                waitTargetText(wait.waitsFor),
              ),
              `for ${waitTargetText(wait.waitsFor)}`,
            ),
          ]
        : [
            pendingEvidence(reaper.process, SIGCHLD),
            saying(
              seenIn(pid, 'task/*/status', 'SigBlk', `SIGCHLD in ${sigchld?.blockedInThreads ?? 0} threads`),
              'has no SIGCHLD in at least one thread',
            ),
          ],
      remedy: 'Look again in a moment: `procdoc zombies --settle 1s`.',
    };
  },
};
