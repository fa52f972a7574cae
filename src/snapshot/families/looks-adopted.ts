import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Whether a process is in a session or process group whose leader is neither itself, nor its parent's, nor a
 * sibling (a shell's job), as most orphans are: a first look by stat alone. It proves nothing: who called
 * setsid(2) or setpgid(2) after it had forked looks like an adopter, too. `Adoptions` tells more.
 */
export function looksAdopted(snapshot: Snapshot, {stat}: Process): boolean {
  const parent = snapshot.find(stat.ppid)?.stat;
  if (!parent) return false;
  const strangeSession = stat.sid !== parent.sid && stat.sid !== stat.pid;
  const ledBySibling = snapshot.find(stat.pgid)?.stat.ppid === stat.ppid;
  const strangeGroup = stat.pgid !== parent.pgid && stat.pgid !== stat.pid && !ledBySibling;
  return strangeSession || strangeGroup;
}
