import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** How it came about that a process has the parent it has. */
export type Adoption = 'own-child' | 'probably-adopted';

/**
 * Whether its parent started a process, or adopted it when the one that had was gone. One that is in a session
 * or process group whose leader is neither itself, nor its parent's, nor a sibling (a shell's job) had another
 * parent once, most probably. The ages tell nothing: an adopter is an ancestor, and so the older one always.
 */
export function adoptionOf(snapshot: Snapshot, {stat}: Process): Adoption {
  const parent = snapshot.find(stat.ppid)?.stat;
  if (!parent) return 'own-child';
  const strangeSession = stat.sid !== parent.sid && stat.sid !== stat.pid;
  const ledBySibling = snapshot.find(stat.pgid)?.stat.ppid === stat.ppid;
  const strangeGroup = stat.pgid !== parent.pgid && stat.pgid !== stat.pid && !ledBySibling;
  return strangeSession || strangeGroup ? 'probably-adopted' : 'own-child';
}
