import {type PidsLimit, zombiesByParent} from '../../snapshot/zombies/pids-limit.ts';
import type {Rule} from '../rule.ts';

/** How much of the limit is used, and how much of that by zombies, before anybody is warned. */
const USED = 0.8;
const ZOMBIES_SHARE = 0.1;

/** A zombie keeps its place among the tasks that a cgroup, or the machine, may have. */
export const pidsLimitNear: Rule<PidsLimit> = {
  id: 'zombies/pids-limit-near',
  severity: 'warning',
  title: 'zombies use up the number of tasks that a cgroup, or the machine, may have',
  needs: ['cgroup', 'loadavg'],
  check(limit) {
    const {folder, max, current, zombies, failedForks = 0} = limit;
    const [most] = zombiesByParent(zombies);
    if (!most || current < USED * max || zombies.length < ZOMBIES_SHARE * current) return undefined;
    const [{process, reaper}] = most;
    const parent = `${reaper?.process.comm ?? 'process'} (${process.stat.ppid})`;
    const fails = failedForks > 0 ? 'It has failed so already' : 'At the limit it fails';
    return {
      certainty: limit.isToldOfZombies ? 'proven' : 'likely',
      why: `${folder ?? 'The machine'} has ${current} of at most ${max} tasks, and ${zombies.length} of them are zombies. ${fails}: fork(2) and pthread_create(3) say EAGAIN, which programs report as "Resource temporarily unavailable".`,
      evidence: [
        `${limit.maxFile}: ${max}`,
        `${limit.currentFile}: ${current}`,
        ...(failedForks > 0 ? [`${folder}/pids.events: max ${failedForks}`] : []),
        limit.isToldOfZombies
          ? `/proc/PID/${folder === undefined ? 'stat: state Z' : 'cgroup: there'} of ${zombies.length} zombies`
          : `/proc/PID/cgroup: there of the parents of ${zombies.length} zombies, of which cgroup v1 does not tell`,
      ],
      remedy: `Have ${parent} reap them: ${most.length} are its children. A higher limit puts the end off, no more.`,
    };
  },
};
