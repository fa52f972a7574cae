import {neverForks} from '../../snapshot/programs/known-programs.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {lastingIf} from '../words/evidence.ts';
import {maskDoubt, weightOfMask} from '../words/handler.ts';
import {headlineOf} from '../words/headline.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {eldersHave, nameOf, nothingTakes, stuckEvidence} from '../words/signal-evidence.ts';

/** A signal that every thread blocks stays pending until one unblocks it; fork(2) and execve(2) pass the mask on. */
export const pendingAndBlocked: Rule<SignalHandling> = {
  id: 'signals/pending-and-blocked',
  severity: 'warning',
  title: 'a signal is blocked and pending, so its sender waits in vain',
  claims: 'lasting',
  needs: ['status', 'fd', 'syscall'],
  headline: subjects => {
    const what = `${listed([...new Set(subjects.map(({signal}) => nameOf(signal)))], 4)} blocked and pending`;
    return headlineOf(subjects, `has ${what}`, `have ${what}`);
  },
  check(handling) {
    if (!handling.isPendingUnseen() || !handling.isKeptByMask()) return undefined;
    const [{process, signal, blockage}, {comm}] = [handling, handling.process];
    const handler = handling.disposition === 'caught' ? `: the handler of ${comm} doesn't run` : '';
    const {severity, make} = weightOfMask(handling);
    const {origin, remedy} = originOf(handling, make);
    return {
      severity,
      unseen: handling.isSeenKeptByMask() ? undefined : 'something',
      why: `${comm} has ${nameOf(signal)} blocked in every thread, and no signalfd or sigwait takes it: ${origin}. One is pending, and its sender waits in vain${handler}.${neverForks(process) ? '' : maskDoubt(handling)}`,
      evidence: [
        ...stuckEvidence(process, signal, blockage, nothingTakes(handling)),
        ...lastingIf(handling.hasLineSlept, eldersHave(handling.line(), 'SigBlk', signal)),
      ],
      remedy: `${remedy} To stop ${comm} now: ${endCommand([process])}.`,
    };
  },
};

function originOf({process: {comm}, signal, maskGiver, line}: SignalHandling, make: string) {
  const giver = maskGiver();
  const clear = (who: string, when = '') =>
    `${make} ${who} clear the signal mask (sigprocmask(2)) before execve(2)${when}.`;
  if (giver === undefined)
    return {
      origin: 'it set that itself, or the process that started it did',
      remedy: clear(`${comm}, or the program that starts it,`),
    };
  if (giver === line()[0])
    return {
      origin: `inherited from ${named(giver)} over fork and exec`,
      remedy: clear(named(giver), ` of ${comm}`),
    };
  return {
    origin: `${named(giver)} starts its children with ${nameOf(signal)} blocked`,
    remedy: `To start ${comm} without that: put a dash in between, which clears the mask (\`dash -c 'COMMAND; exit $?'\`).`,
  };
}
