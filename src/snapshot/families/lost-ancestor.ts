import {isOlder, type Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {leaderOf} from './leader.ts';
import {wasThereBefore} from './pid-order.ts';

/**
 * Whether an older process can be an ancestor of an orphan, where all between them have exited. The elder is an
 * ancestor if it leads the orphan's session: setsid(2) alone makes a session, and fork(2) alone brings others into it.
 * The elder isn't an ancestor if the orphan's session is older than the elder, and the elder is in another session.
 * An elder that runs a program which starts no others is not taken for an ancestor either.
 */
export function mayBeLostAncestor(snapshot: Snapshot, elder: Process, orphan: Process): boolean {
  const {sid} = orphan.stat;
  if (sid === elder.pid) return true;
  const isOutside = sid !== 0 && sid !== elder.stat.sid;
  return !(isOutside && isSessionOlder(snapshot, sid, elder, orphan)) && !neverForks(elder);
}

/** A session is as old as its leader. */
function isSessionOlder(snapshot: Snapshot, sid: number, elder: Process, member: Process): boolean {
  const leader = leaderOf(snapshot, sid, member);
  return 'gone' in leader ? wasThereBefore(snapshot, sid, elder) : isOlder(leader.process, elder);
}
