import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** PID 1 of a pid namespace, or a subreaper, is given every orphan below it, and must wait for those too. */
export const initDoesNotReap: Rule<Zombie> = {
  id: 'zombies/init-does-not-reap',
  severity: 'error',
  title: 'PID 1, or a subreaper, does not reap the orphans it adopts',
  needs: ['status', 'syscall'],
  check(zombie) {
    const {reaper} = zombie;
    if (!reaper || reaper.waits().length > 0) return undefined;
    const isInit = reaper.isInit() === true;
    const isSubreaper = reaper.isSubreaper ?? zombie.looksAdopted();
    if (!isInit && !isSubreaper) return undefined;
    const {pid, comm} = reaper.process;
    return {
      certainty: isInit && zombie.isSettled && reaper.isFullySeen() ? 'proven' : 'likely',
      why: `Its parent ${comm} (${pid}) is ${isInit ? 'PID 1 of its pid namespace' : 'a child subreaper'}: it is given every orphan below it, and does not wait for them.`,
      evidence: [
        isInit ? `/proc/${pid}/status: NSpid ends in 1` : adoptionEvidence(zombie),
        ...(reaper.isFullySeen() ? [`/proc/${pid}/task/*/syscall: no thread waits for children`] : []),
      ],
      remedy: isInit
        ? 'Run an init that reaps as PID 1 (docker run --init, tini, shareProcessNamespace), or call waitpid(-1, …) whenever SIGCHLD comes.'
        : 'Call waitpid(-1, …, WNOHANG) in the subreaper whenever SIGCHLD comes, or do not set PR_SET_CHILD_SUBREAPER.',
    };
  },
};

function adoptionEvidence({process, reaper}: Zombie): string {
  if (reaper?.isSubreaper)
    return `signal_struct of ${reaper.process.pid}, read by BPF: is_child_subreaper is set`;
  const {pid, sid, pgid} = process.stat;
  return `/proc/${pid}/stat: session ${sid}, process group ${pgid}: led by neither itself nor its parent, so it probably was adopted`;
}
