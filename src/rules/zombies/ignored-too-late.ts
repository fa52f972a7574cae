import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import {isInInitialPidNamespace} from '../../snapshot/pid-namespace.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {setHas} from '../words/signal-evidence.ts';
import {childrenOf, evidenceOfEach, parentName, zombiesListed} from '../words/zombies.ts';

/** While SIGCHLD is ignored the kernel reaps children as they exit; it does nothing for those that exited before. */
export const ignoredTooLate: Rule<Zombie> = {
  id: 'zombies/ignored-too-late',
  severity: 'warning',
  title: 'SIGCHLD was ignored only after the child had exited',
  claims: 'moment',
  needs: ['status'],
  headline: zombies =>
    `${parentName(zombies[0])} ignored SIGCHLD only after children had exited: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    // The kernel does not reap by itself what is traced, either.
    if (reaper?.sigchld()?.disposition !== 'ignored' || zombie.tracer()) return undefined;
    // Nor a child that was cloned with another exit signal.
    if (zombie.stat.exitSignal !== SIGCHLD) return undefined;
    return {
      // A tracer outside of the pid namespace isn't named, and keeps a zombie as well.
      unseen: isInInitialPidNamespace(zombie.snapshot) === true ? undefined : 'something',
      why: `${parentName(zombie)} ignores SIGCHLD, but didn't yet when ${childrenOf(alike)} exited. The kernel reaps automatically only children that exit while SIGCHLD is ignored.`,
      evidence: [
        setHas(reaper.process, 'SigIgn', SIGCHLD),
        ...evidenceOfEach(alike, ({pid: child}) => seenIn(child, 'stat', 'state (3)', 'Z')),
      ],
      remedy: orParentExits(
        alike,
        'Once SIG_IGN is set, call waitpid(-1, NULL, WNOHANG) until it returns 0 or -1. Children that exit from then on leave no zombie.',
      ),
    };
  },
};
