import {neverForks} from '../../snapshot/programs/known-programs.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** Nothing tells the parent of a death, and no thread of it waits for one. */
export const parentNeverWaits: Rule<Zombie> = {
  id: 'zombies/parent-never-waits',
  severity: 'warning',
  title: 'the parent lives and does not wait for its child',
  needs: ['status', 'syscall'],
  check(zombie) {
    const {reaper} = zombie;
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld || reaper.waits().length > 0) return undefined;
    const {pid, comm} = reaper.process;
    const cameByExec = neverForks(reaper.process);
    return {
      certainty: zombie.isSettled && reaper.isFullySeen() && !cameByExec ? 'proven' : 'likely',
      why: cameByExec
        ? `Its parent runs ${comm}, which starts no children: it was exec'd over the program that had started this one, most likely a shell, and knows nothing of it.`
        : whyOf(reaper.mainActivity()?.doing),
      evidence: [
        `/proc/${pid}/status: SIGCHLD is ${sigchld.disposition === 'default' ? 'neither caught nor ignored' : sigchld.disposition}`,
        ...(reaper.isFullySeen() ? [`/proc/${pid}/task/*/syscall: no thread waits for children`] : []),
      ],
      remedy: cameByExec
        ? `Start ${comm} without exec, so that the shell stays and waits, or let the shell wait for its children first.`
        : 'Call waitpid(2) for each child, or, if its status does not matter, set SIGCHLD to SIG_IGN before the fork.',
    };
  },
};

function whyOf(doing: string | undefined): string {
  return doing
    ? `Its parent does not wait for it: it has no SIGCHLD handler, and is ${doing === 'running' ? 'running' : `in ${doing}`} instead of a wait call.`
    : 'Its parent has no SIGCHLD handler, and what its threads do may not be seen: most likely none of them waits for it.';
}
