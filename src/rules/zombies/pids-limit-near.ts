import {seenAt} from '../../snapshot/evidence.ts';
import {UNRECORDED_LIMITS} from '../../snapshot/gap-names.ts';
import {type PidsLimit, zombiesByParent} from '../../snapshot/zombies/pids-limit.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {grouped} from '../words/listed.ts';
import {parentName} from '../words/zombies.ts';

/** How much of the limit is used, and how much of that by zombies, before anybody is warned. */
const USED = 0.8;
const ZOMBIES_SHARE = 0.1;

/** A zombie keeps its place among the tasks that a cgroup, or the machine, may have. */
export const pidsLimitNear: Rule<PidsLimit> = {
  id: 'zombies/pids-limit-near',
  severity: 'warning',
  title: 'zombies are using up a pids limit',
  claims: 'moment',
  needs: ['cgroup', UNRECORDED_LIMITS, 'loadavg'],
  headline: ([{folder, max, current, zombies}]) =>
    `${grouped(zombies.length)} of ${grouped(current)} tasks ${folder === undefined ? 'on this machine' : `in ${folder}`} are zombies; the limit is ${grouped(max)}.`,
  check(limit) {
    const {folder, max, current, zombies, failedForks = 0} = limit;
    const [most] = zombiesByParent(zombies);
    if (!most || current < USED * max || zombies.length < ZOMBIES_SHARE * current) return undefined;
    const parent = parentName(most[0]);
    const fails =
      failedForks > 0 ? `have failed already (${grouped(failedForks)} times)` : 'fail at the limit';
    return {
      why: `${folder ?? 'The machine'} has ${grouped(current)} of at most ${grouped(max)} tasks, and ${grouped(zombies.length)} of them are zombies. fork(2) and pthread_create(3) ${fails}: EAGAIN, "Resource temporarily unavailable".`,
      evidence: [
        seenAt(limit.maxFile, null, max),
        seenAt(limit.currentFile, null, current),
        ...(failedForks > 0 ? [seenAt(`${folder}/pids.events`, 'max', failedForks)] : []),
        zombieEvidence(limit),
      ],
      remedy: `Have ${parent} reap its ${grouped(most.length)} zombies: \`${whyCommand(most[0])}\` shows why it doesn't. A higher limit only postpones the failure.`,
    };
  },
};

function whyCommand({reaper, process}: Zombie): string {
  return procdocCommand(process, 'zombies', ...(reaper ? ['--parent', reaper.process.pid] : []));
}

/** Where it shows which zombies count for the limit. */
function zombieEvidence({folder, zombies: {length}, showsZombies}: PidsLimit): ToldEvidence {
  const count = grouped(length);
  if (folder === undefined)
    return saying(seenAt('/proc/PID/stat', 'state (3)', 'Z'), `Z in ${count} processes`);
  const seen = seenAt('/proc/PID/cgroup', null, folder);
  if (showsZombies) return saying(seen, `${count} zombies are in this cgroup`);
  const parents = `the parents of ${count} zombies are in this cgroup`;
  return pointing(saying(seen, `${parents}; cgroup v1 doesn't show it of zombies`));
}
