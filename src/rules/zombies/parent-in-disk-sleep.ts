import {seenIn} from '../../snapshot/evidence.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {parentName, zombiesListed} from '../words/zombies.ts';

/** State D: the parent sleeps in the kernel and takes no signal until it wakes; also inside vfork(2). */
export const parentInDiskSleep: Rule<Zombie> = {
  id: 'zombies/parent-in-disk-sleep',
  severity: 'warning',
  title: 'the parent is in uninterruptible sleep (D)',
  needs: [],
  headline: zombies =>
    `${parentName(zombies[0])} is in ${zombies[0].reaper && isInVfork(zombies[0].reaper) ? 'vfork()' : 'uninterruptible sleep (D)'} and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const threads = reaper?.process.liveThreads() ?? [];
    const [first] = threads;
    if (!reaper || !first || threads.some(({stat}) => stat.state !== 'D')) return undefined;
    const {pid} = reaper.process;
    const parent = parentName(zombie);
    const waitChannel = first.waitChannel();
    const inVfork = isInVfork(reaper);
    return {
      // Any program is in state D for a moment when it reads from a disk.
      certainty: inVfork ? 'proven' : 'likely',
      why: inVfork
        ? `${parent} is inside vfork(2): it sleeps until its newest child calls execve(2) or exits.`
        : `${parent} is in uninterruptible sleep in the kernel${waitChannel ? ` (${waitChannel})` : ''}, and runs no code until it wakes.`,
      evidence: [
        seenIn(pid, 'stat', 'state (3)', 'D'),
        ...(waitChannel ? [seenIn(pid, `task/${first.tid}/wchan`, null, waitChannel)] : []),
        ...reaper.activities.all
          .filter(({call}) => call === 'vfork')
          .map(({thread}) => seenIn(pid, `task/${thread.tid}/syscall`, null, 'vfork')),
      ],
      remedy: orParentExits(
        alike,
        inVfork
          ? `Find out what the newest child of ${parent} is stuck in before its execve: \`ps --ppid ${pid}\`.`
          : `Find out what it is waiting for in the kernel (a dead NFS server, a failing disk): \`cat /proc/${pid}/stack\` as root.`,
      ),
    };
  },
};

function isInVfork({process, activities}: Reaper): boolean {
  const [first] = process.liveThreads();
  return activities.all.some(({call}) => call === 'vfork') || first?.waitChannel() === 'kernel_clone';
}
