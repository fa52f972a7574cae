import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SigchldTaker} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {setHas, setLacks} from '../words/signal-evidence.ts';
import {
  childrenOf,
  noWaitEvidence,
  ofThese,
  parentName,
  signalfdEvidence,
  zombiesListed,
} from '../words/zombies.ts';

/** SIGCHLD was delivered, and the zombie is still there: pending signals coalesce, so one may stand for many exits. */
export const handlerMissesChildren: Rule<Zombie> = {
  id: 'zombies/handler-misses-children',
  severity: 'warning',
  title: 'the SIGCHLD handler reaps one child per signal, but signals coalesce',
  needs: ['status', 'syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} handles SIGCHLD, but misses children: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const taker = reaper?.sigchldTaker();
    if (!reaper || !taker || reaper.sigchld()?.pending || reaper.activities.waits().length > 0)
      return undefined;
    const isCertain = zombie.isSettled && reaper.activities.isFullySeen() && taker.kind !== 'sigwait';
    const {takes, evidence} = takerText(taker, reaper.process);
    return {
      certainty: isCertain ? 'proven' : 'likely',
      why: `${parentName(zombie)} ${takes}, has none pending, and hasn't reaped ${childrenOf(alike)}. It reaps at most one child per signal, but pending signals coalesce: several exits may come as one SIGCHLD.`,
      evidence: [evidence, setLacks(reaper.process, 'ShdPnd', SIGCHLD), ...noWaitEvidence(reaper)],
      remedy: orParentExits(
        alike,
        `On each SIGCHLD, call waitpid(-1, &status, WNOHANG) until it returns 0 or -1. The next SIGCHLD may then clear ${ofThese(alike, 'this zombie', 'these zombies')} too.`,
      ),
    };
  },
};

function takerText(taker: SigchldTaker, process: Process): {takes: string; evidence: ToldEvidence} {
  if (taker.kind === 'handler')
    return {takes: 'catches SIGCHLD', evidence: setHas(process, 'SigCgt', SIGCHLD)};
  if (taker.kind === 'signalfd')
    return {
      takes: `reads SIGCHLD from a signalfd (fd ${taker.fd})`,
      evidence: signalfdEvidence(process.pid, taker.fd),
    };
  const call = seenIn(process.pid, `task/${taker.tid}/syscall`, null, 'rt_sigtimedwait');
  return {
    takes: `waits for SIGCHLD in sigwait (thread ${taker.tid})`,
    evidence: saying(call, 'rt_sigtimedwait, for which the kernel has taken SIGCHLD out of SigBlk'),
  };
}
