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
  const {stat} = child;
  if (!parent) return false;
  if (stat.sid !== parent.stat.sid && stat.sid !== stat.pid) return true;
  if (stat.pgid === parent.stat.pgid || stat.pgid === stat.pid) return false;
  return snapshot.find(stat.pgid)?.stat.ppid !== stat.ppid;
}
