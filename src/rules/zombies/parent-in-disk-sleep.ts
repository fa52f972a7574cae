import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {pointing} from '../words/evidence.ts';
import {parentName, severityAtFirst, zombiesListed} from '../words/zombies.ts';

/** State D: the parent sleeps in the kernel and takes no signal until it wakes; also inside vfork(2). */
export const parentInDiskSleep: Rule<Zombie> = {
  id: 'zombies/parent-in-disk-sleep',
  severity: 'warning',
  title: 'the parent is in uninterruptible sleep (D)',
  claims: 'moment',
  needs: [],
  headline: zombies =>
    `${parentName(zombies[0])} is in ${isInVfork(zombies[0]) ? 'vfork()' : 'uninterruptible sleep (D)'} and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    // Any program is in state D for a moment when it reads from a disk, or starts another by vfork(2).
    if (zombie.hasParentJustRun) return undefined;
    const threads = reaper?.process.liveThreads() ?? [];
    const [first] = threads;
    if (!reaper || !first || threads.some(({stat}) => stat.state !== 'D')) return undefined;
    const {pid} = reaper.process;
    const parent = parentName(zombie);
    const waitChannel = first.waitChannel();
    const inVfork = isInVfork(zombie);
    return {
      severity: severityAtFirst(alike),
      why: inVfork
        ? `${parent} is inside vfork(2): it sleeps until its newest child calls execve(2) or exits.`
        : `${parent} is in uninterruptible sleep in the kernel${waitChannel ? ` (${waitChannel})` : ''}, and runs no code until it wakes.`,
      evidence:
        reaper.condition?.kind === 'vforking'
          ? reaper.condition.evidence
          : [
              pointing(seenIn(pid, 'stat', 'state (3)', 'D')),
              ...(waitChannel ? [seenIn(pid, `task/${first.tid}/wchan`, null, waitChannel)] : []),
            ],
      remedy: orParentExits(
        alike,
        inVfork
          ? `Find out what the newest child of ${parent} is stuck in before its execve: ${shellCommand(reaper.process, `ps --ppid ${pid}`)}.`
          : `Find out what it is waiting for in the kernel (a dead NFS server, a failing disk): ${shellCommand(reaper.process, `cat /proc/${pid}/stack`)} as root.`,
      ),
    };
  },
};

function isInVfork({reaper}: Zombie): boolean {
  return reaper?.condition?.kind === 'vforking';
}
