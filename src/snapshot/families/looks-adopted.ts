import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Whether a process looks adopted by stat alone: a stranger leads its session or process group, one that is neither
 * the process itself, nor a sibling (as in a shell's job), nor the leader of its parent's. That is a first look, and
 * no proof: a parent that called setsid(2) or setpgid(2) after the fork looks like an adopter, too. `Adoptions` knows
 * more.
 */
export function looksAdopted(
  snapshot: Snapshot,
  child: Pick<Process, 'stat'>,
  parent = snapshot.parentOf(child),
): boolean {
  if (!parent) return false;
  const {pid, ppid, pgid, sid} = child.stat;
  if (sid !== parent.stat.sid && sid !== pid) return true;
  if (pgid === parent.stat.pgid || pgid === pid) return false;
  return snapshot.find(pgid)?.stat.ppid !== ppid;
}
