import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** What a session or process group says about where a process came from. */
export interface LeaderTrace {
  /** Whether the leader has ended; false too where it is outside of the pid namespace. */
  readonly leaderGone: boolean;
  /** Whether the parent cannot have started it. */
  readonly excludesParent: boolean;
  readonly evidence: string;
}

/**
 * A process in a session that is neither its own nor its parent's was started by a member of that session.
 * Undefined where the session says nothing: a parent may have called setsid(2) after it had forked the child,
 * which then is in the session of an ancestor of that parent.
 */
export function sessionTrace(snapshot: Snapshot, process: Process, parent: Process): LeaderTrace | undefined {
  const {sid, pid} = process.stat;
  if (sid === pid || sid === parent.stat.sid) return undefined;
  if (sid === 0) {
    const evidence = 'its session is led from outside this pid namespace, and its parent is not in it';
    return {leaderGone: false, excludesParent: false, evidence};
  }
  const leader = leaderOf(snapshot, sid, process);
  if ('goneBecause' in leader)
    return lost(`the leader of its session, ${sid}, is gone: ${leader.goneBecause}`);
  if (snapshot.ancestors(parent).includes(leader)) return undefined;
  const excludesParent = isOlder(parent, leader);
  const itsParent = `${parent.comm} (${parent.pid})`;
  const so = excludesParent
    ? `which started after ${itsParent}: so ${parent.comm} did not start it`
    : `and its parent ${itsParent} is not`;
  const evidence = `it is in the session of ${leader.comm} (${sid}), ${so}`;
  return {leaderGone: false, excludesParent, evidence};
}

/**
 * A process in its parent's session, but in a group that neither its parent nor a child of its parent leads, was
 * in the group of its former parent. Undefined where the group says nothing: on a terminal a shell has the first
 * command of a pipeline lead it, which may have ended before the others.
 */
export function groupTrace(snapshot: Snapshot, process: Process, parent: Process): LeaderTrace | undefined {
  const {pgid, sid, pid, ppid, terminal} = process.stat;
  if (pgid === pid || pgid === 0 || pgid === sid || pgid === parent.stat.pgid || terminal !== 0)
    return undefined;
  const leader = leaderOf(snapshot, pgid, process);
  if ('goneBecause' in leader)
    return lost(`the leader of its process group, ${pgid}, is gone: ${leader.goneBecause}`);
  if (leader.stat.ppid === ppid || sid !== parent.stat.sid) return undefined;
  const evidence = `its process group is that of ${leader.comm} (${pgid}), which is not its parent's`;
  return {leaderGone: false, excludesParent: false, evidence};
}

function lost(evidence: string): LeaderTrace {
  return {leaderGone: true, excludesParent: false, evidence};
}

/** A process is younger than the leader of its session or group; a leader that is younger has but got that pid. */
export function leaderOf(
  snapshot: Snapshot,
  id: number,
  member: Process,
): Process | {readonly goneBecause: string} {
  const leader = snapshot.find(id);
  if (!leader) return {goneBecause: `there is no /proc/${id}`};
  if (leader.isZombie()) return {goneBecause: `/proc/${id}/stat says zombie`};
  if (isOlder(member, leader)) return {goneBecause: `/proc/${id} is another process, younger than this one`};
  return leader;
}
