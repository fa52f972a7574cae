import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {everyThreadBlocks, pendingEvidence} from '../words/signal-evidence.ts';
import {parentName, signalfdEvidence, zombiesListed} from '../words/zombies.ts';

/** SIGCHLD blocked in every thread and pending: the news of the exit has arrived, and nothing takes it. */
export const parentBlocksSigchld: Rule<Zombie> = {
  id: 'zombies/parent-blocks-sigchld',
  severity: 'warning',
  title: 'the parent blocks SIGCHLD and never learns of the exit',
  needs: ['status', 'fd'],
  headline: zombies => `${parentName(zombies[0])} blocks SIGCHLD and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld?.blocked || !sigchld.pending) return undefined;
    const {pid} = reaper.process;
    const parent = parentName(zombie);
    const evidence = [everyThreadBlocks(reaper.process, SIGCHLD), pendingEvidence(reaper.process, SIGCHLD)];
    const signalfd = reaper.signalfd();
    if (signalfd !== undefined)
      return {
        certainty: 'proven',
        why: `${parent} takes SIGCHLD through a signalfd (fd ${signalfd}), but hasn't read it: the signal is still pending.`,
        evidence: [...evidence, signalfdEvidence(pid, signalfd)],
        remedy: orParentExits(
          alike,
          `Find out why ${parent} doesn't get to read fd ${signalfd}: \`procdoc why ${pid}\`. After each read, call waitpid(-1, …, WNOHANG) until it returns 0 or -1.`,
        ),
      };
    const sigwait = reaper.activities.all.find(({call}) => call === 'rt_sigtimedwait');
    if (sigwait)
      return {
        certainty: 'proven',
        why: `${parent} blocks SIGCHLD and waits for other signals in sigwait (thread ${sigwait.thread.tid}).`,
        evidence,
        remedy: orParentExits(
          alike,
          'Add SIGCHLD to the set that the program passes to sigwait(3), and reap in a loop when it arrives.',
        ),
      };
    const caught = sigchld.disposition === 'caught';
    const unseen = reaper.isSignalfdSeen ? '' : ` Whether ${parent} has a signalfd for it can't be read.`;
    const unblock =
      'Unblock SIGCHLD in the program (sigprocmask), or reset the mask in what starts it, before execve(2).';
    const wait = ' Then call waitpid(2) for each child: the program has no SIGCHLD handler either.';
    return {
      // A program with a handler may block the signal for a moment, around a fork(2) say.
      certainty: reaper.isSignalfdSeen && (zombie.isSettled || !caught) ? 'proven' : 'likely',
      why: `${parent} blocks SIGCHLD in every thread: the signal is pending, and ${caught ? 'the handler never runs' : 'nothing takes it'}.${unseen} The signal mask survives execve(2), so the program that started ${parent} may have set it.`,
      evidence,
      remedy: orParentExits(alike, caught ? unblock : unblock + wait),
    };
  },
};
