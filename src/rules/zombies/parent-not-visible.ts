import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** The parent is outside of this pid namespace, or hidden: what it does about its children cannot be told from here. */
export const parentNotVisible: Rule<Zombie> = {
  id: 'zombies/parent-not-visible',
  severity: 'info',
  title: 'the parent of a zombie cannot be seen from here',
  needs: [],
  check({reaper, process}) {
    if (reaper?.sigchld()) return undefined;
    const {ppid} = process.stat;
    return {
      certainty: 'unknown',
      why:
        ppid === 0
          ? 'Its parent is outside of this pid namespace: why it does not wait cannot be seen from here.'
          : `Its parent (${ppid}) could not be looked at: why it does not wait cannot be told.`,
      evidence: [`/proc/${process.pid}/stat: ppid (4) is ${ppid}`],
      remedy: ppid === 0 ? 'Look from the host: procdoc zombies there.' : 'Look as root, or without hidepid.',
    };
  },
};
