import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Whether a process looks adopted by stat alone: a stranger leads its session or process group, one that is neither
 * the process itself, nor a sibling (as in a shell's job), nor the leader of its parent's. That is a first look, and
 * no proof: a parent that called setsid(2) or setpgid(2) after the fork looks like an adopter, too. `Adoptions` knows
 * more.
 */
export function looksAdopted(snapshot: Snapshot, process: Process): boolean {
  const {stat} = process;
  const parent = snapshot.parentOf(process)?.stat;
  if (!parent) return false;
  const strangeSession = stat.sid !== parent.sid && stat.sid !== stat.pid;
  const ledBySibling = snapshot.find(stat.pgid)?.stat.ppid === stat.ppid;
  const strangeGroup = stat.pgid !== parent.pgid && stat.pgid !== stat.pid && !ledBySibling;
  return strangeSession || strangeGroup;
}
