import {isOlder, type Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {leaderOf} from './leader.ts';

/**
 * Whether an older process can be an ancestor of an orphan, where all between them are gone. It is one if the
 * orphan is in the session that it leads: setsid(2) alone makes a session, and fork(2) alone brings others into it.
 * It is none if the orphan's session was there before it and it is in another; nor, most probably, if it executes
 * a program that starts no others.
 */
export function mayBeLostAncestor(snapshot: Snapshot, elder: Process, orphan: Process): boolean {
  const {sid} = orphan.stat;
  if (sid === elder.pid) return true;
  const isOutside = sid !== 0 && sid !== elder.stat.sid;
  return !(isOutside && wasThereBefore(snapshot, sid, elder, orphan)) && !neverForks(elder);
}

/** Of a leader that is gone the pid tells: who has the smaller one came first, unless the pids have come round. */
function wasThereBefore(snapshot: Snapshot, sid: number, elder: Process, member: Process): boolean {
  const leader = leaderOf(snapshot, sid, member);
  return 'goneBecause' in leader ? sid < elder.pid : isOlder(leader, elder);
}
