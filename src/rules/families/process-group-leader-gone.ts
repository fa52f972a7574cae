import type {LeaderlessGroup} from '../../snapshot/families/leaderless-group.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import {groupEndCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';

/** How many processes are named. */
const NAMED = 4;

/** A wrapper such as `sh -c` led the group and is gone, killed perhaps: the command that it had started runs on. */
export const processGroupLeaderGone: Rule<LeaderlessGroup> = {
  id: 'families/process-group-leader-gone',
  severity: 'info',
  title: 'a command runs on, though the wrapper that led its process group is gone',
  needs: ['fd', 'status'],
  check({pgid, goneBecause, orphans, members, starter}) {
    const left = orphans.filter(({meantToStay}) => meantToStay() !== true);
    const [first] = left;
    if (!first || starter) return undefined;
    const names = members.slice(0, NAMED).map(({comm, pid}) => `${comm} (${pid})`);
    const all = [...names, ...(members.length > NAMED ? [`${members.length - NAMED} more`] : [])].join(
      ' and ',
    );
    const [runs, them] = members.length === 1 ? ['runs', 'it'] : ['run', 'them'];
    return {
      certainty: certaintyOf(left),
      why: `${all} ${runs} on in process group ${pgid}, whose leader is gone, and so is the process that had started ${first.process.comm} (${first.process.pid}): whoever signals only the wrapper of a command leaves the command behind.`,
      evidence: [
        `/proc/${first.process.pid}/stat: process group ${pgid}, parent ${first.parent.pid}`,
        goneBecause,
        ...first.orphanhood.evidence.filter(line => !line.endsWith(goneBecause)),
      ],
      remedy: `If nobody needs ${them}: ${groupEndCommand(pgid, members)} ends the whole group. Have a wrapper exec its last command (sh -c 'exec command'), or start it in a group of its own (setsid(1), detached in Node, start_new_session in Python) and signal the group, kill(-pgid).`,
    };
  },
};

function certaintyOf(left: readonly Orphan[]) {
  if (left.every(({meantToStay}) => meantToStay() === null)) return 'unknown';
  return left.some(({orphanhood}) => orphanhood.certainty === 'proven') ? 'proven' : 'likely';
}
