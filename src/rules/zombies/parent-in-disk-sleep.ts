import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** State D: the parent sleeps in the kernel and takes no signal until that ends; also inside vfork(2). */
export const parentInDiskSleep: Rule<Zombie> = {
  id: 'zombies/parent-in-disk-sleep',
  severity: 'warning',
  title: 'the parent sleeps in the kernel, where no signal wakes it',
  needs: [],
  check({reaper}) {
    const threads = reaper?.process.liveThreads() ?? [];
    if (!reaper || threads.length === 0 || threads.some(thread => thread.stat.state !== 'D'))
      return undefined;
    const {pid} = reaper.process;
    const [leader] = threads;
    const waitChannel = leader?.waitChannel();
    const inVfork =
      reaper.activities().some(({doing}) => doing === 'vfork') || waitChannel === 'kernel_clone';
    return {
      // Any program is in state D for a moment when it reads from a disk.
      certainty: inVfork ? 'proven' : 'likely',
      why: inVfork
        ? 'Its parent is inside vfork(2): it sleeps until its newest child calls execve(2) or exits.'
        : `Its parent is in uninterruptible sleep in the kernel${waitChannel ? ` (${waitChannel})` : ''} and runs no code until that ends.`,
      evidence: [
        `/proc/${pid}/stat: state D`,
        ...(waitChannel ? [`/proc/${pid}/task/${leader?.tid}/wchan: ${waitChannel}`] : []),
      ],
      remedy: inVfork
        ? `See what the newest child of ${pid} hangs in before its execve: ps --ppid ${pid}.`
        : `Find what it waits for in the kernel (a dead NFS server, a failing disk): cat /proc/${pid}/stack as root.`,
    };
  },
};
