import {seenIn} from '../../snapshot/evidence.ts';
import type {LeaderlessGroup} from '../../snapshot/families/leaderless-group.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {OrphanSign} from '../../snapshot/families/orphan-signs.ts';
import {groupEndCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import type {Judgement} from '../words/judgement.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {leaderGoneEvidence, orphanEvidence} from '../words/orphan-evidence.ts';

/** How many processes are named. */
const NAMED = 4;

/** A wrapper such as `sh -c` led the group and has exited, perhaps killed: the command it had started still runs. */
export const processGroupLeaderGone: Rule<LeaderlessGroup> = {
  id: 'families/process-group-leader-gone',
  severity: 'info',
  title: 'the group leader exited but its command is still running',
  claims: 'moment',
  needs: ['fd', 'status'],
  headline: ([group]) => `${runningText(group)}, whose leader has exited.`,
  check(group) {
    const {pgid, leaderGone, orphans, members, starter} = group;
    const left = orphans.filter(({staysOnPurpose}) => staysOnPurpose() !== true);
    const [first] = left;
    if (!first || starter) return undefined;
    const {process, parent, orphanhood} = first;
    const signs = orphanhood.signs.filter(sign => !isAboutLeaderOf(pgid, sign));
    const [they, needs] = members.length === 1 ? ["it's", 'a leftover'] : ["they're", 'leftovers'];
    return {
      unseen: unseenOf(left),
      why: `${runningText(group)}. The leader of the group has exited, and so has the process that started ${named(process)}: a signal to only the wrapper of a command leaves the command running.`,
      evidence: [
        seenIn(process.pid, 'stat', 'pgrp (5)', pgid),
        seenIn(process.pid, 'stat', 'ppid (4)', parent.pid),
        leaderGoneEvidence('process group', pgid, leaderGone),
        ...orphanEvidence({...orphanhood, signs}),
      ],
      remedy: `If ${they} ${needs}, signal the whole group: ${groupEndCommand(pgid, members, process)}. Have a wrapper exec its last command (sh -c 'exec command'), or start it in a group of its own (setsid(1), detached in Node, start_new_session in Python) and signal the group, kill(-pgid).`,
    };
  },
};

function runningText({pgid, members}: LeaderlessGroup): string {
  const run = members.length === 1 ? 'still runs' : 'still run';
  return `${listed(members.map(named), NAMED)} ${run} in process group ${pgid}`;
}

/** Whether a sign is about the leader of this group, which may have led the session as well. */
function isAboutLeaderOf(pgid: number, sign: OrphanSign): boolean {
  return (sign.kind === 'session-leader-gone' || sign.kind === 'group-leader-gone') && sign.id === pgid;
}

function unseenOf(left: readonly Orphan[]): Judgement['unseen'] {
  if (left.every(({staysOnPurpose}) => staysOnPurpose() === null)) return 'what-decides';
  return left.some(({orphanhood}) => orphanhood.certainty === 'proven') ? undefined : 'something';
}
