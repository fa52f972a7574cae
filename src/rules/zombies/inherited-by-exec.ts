import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/**
 * The parent exec'd over the program that had forked this child, and the new program knows of no children. One
 * that catches SIGCHLD does: there the child has rather renamed itself, as workers do.
 */
export const inheritedByExec: Rule<Zombie> = {
  id: 'zombies/inherited-by-exec',
  severity: 'warning',
  title: 'the parent has a child that it never started: it got it by execve(2)',
  needs: [],
  check({reaper, process, looksAdopted}) {
    const parent = reaper?.process;
    const {comm, forkedWithoutExec} = process.stat;
    if (!parent || !forkedWithoutExec || comm === parent.comm || looksAdopted()) return undefined;
    if (parent.stat.forkedWithoutExec || reaper.waits().length > 0) return undefined;
    if (reaper.sigchld()?.disposition === 'caught') return undefined;
    return {
      certainty: 'likely',
      why: `Its parent forked it while it still was ${comm}, then exec'd ${parent.comm} over itself, which knows nothing of that child.`,
      evidence: [
        `/proc/${process.pid}/stat: comm (2) is ${comm}, flags (9) has PF_FORKNOEXEC: it bears the name its parent had at the fork`,
        `/proc/${parent.pid}/stat: comm (2) is ${parent.comm}, flags (9) lacks PF_FORKNOEXEC: it has called execve`,
      ],
      remedy: `Let the wrapper wait for its children before it execs ${parent.comm}, or start ${parent.comm} as a child instead of by exec.`,
    };
  },
};
