import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {holdUpOf} from '../../snapshot/blocked-processes/hold-up.ts';
import {mayTakeSigchldSoon} from '../../snapshot/zombies/outlook.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {blockageDoubt, blockedText, inHandlerVerdict, unblockInParent} from '../words/handler.ts';
import type {Judgement} from '../words/judgement.ts';
import {stuckEvidence} from '../words/signal-evidence.ts';
import {parentName, signalfdEvidence, zombiesListed} from '../words/zombies.ts';

/** SIGCHLD blocked in every thread and pending: the news of the exit has arrived, and nothing takes it. */
export const parentBlocksSigchld: Rule<Zombie> = {
  id: 'zombies/parent-blocks-sigchld',
  severity: 'warning',
  title: 'the parent blocks SIGCHLD and never learns of the exit',
  claims: 'lasting',
  needs: ['status', 'fd'],
  headline: zombies =>
    `${parentName(zombies[0])} ${zombies[0].reaper?.blockage?.kind === 'in-handler' ? "is in a signal handler and doesn't" : "blocks SIGCHLD and can't"} reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    if (!reaper?.isSigchldStuck() || reaper.activities.waits().length > 0) return undefined;
    const {blockage, process, activities} = reaper;
    const caught = reaper.sigchld()?.disposition === 'caught';
    const [parent, signalfd] = [parentName(zombie), reaper.signalfd()];
    const mayTakeSoon = alike.every(mayTakeSigchldSoon);
    const evidence = stuckEvidence(process, SIGCHLD, blockage, signalfdEvidence(process, signalfd));
    const weighed = (judgement: Judgement & {remedy: string}): Judgement => ({
      ...judgement,
      severity: mayTakeSoon ? 'info' : undefined,
      remedy: orParentExits(alike, judgement.remedy),
    });
    if (blockage?.kind === 'in-handler') return weighed(inHandlerVerdict(parent, blockage, evidence));
    const doubt = blockageDoubt(parent, blockage, mayTakeSoon);
    const found = (why: string, remedy: string, unseen?: 'something') =>
      weighed({unseen: mayTakeSoon ? 'something' : unseen, why: why + doubt, evidence, remedy});
    if (signalfd !== undefined)
      return found(
        `${parent} takes SIGCHLD through a signalfd (fd ${signalfd}), but hasn't read it: the signal is still pending.`,
        `Find out why ${parent} doesn't get to read fd ${signalfd}: \`${procdocCommand(process, 'why', process.pid)}\`. After each read, call waitpid(-1, …, WNOHANG) until it returns 0 or -1.`,
      );
    const sigwait = activities.all.find(({call}) => call === 'rt_sigtimedwait');
    if (sigwait)
      return found(
        `${parent} blocks SIGCHLD and waits for other signals in sigwait (thread ${sigwait.thread.tid}).`,
        'Add SIGCHLD to the set that the program passes to sigwait(3), and reap in a loop when it arrives.',
      );
    // Without a handler, the mask changes nothing for a parent that another process keeps from its next wait.
    if (!caught && holdUpOf(process)) return undefined;
    return found(
      blockedText(reaper, caught),
      unblockInParent(blockage, caught),
      // A program with a handler may block it for a moment, around a fork(2) say.
      reaper.isSignalfdSeen && (zombie.isSettled || !caught) ? undefined : 'something',
    );
  },
};
