import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {leaderOf} from './leader.ts';
import type {Orphan} from './orphan.ts';

/** A process group whose leader is gone, and in which somebody lost the parent that had started it. */
export interface LeaderlessGroup {
  readonly pgid: number;
  /** What shows that the leader is gone. */
  readonly goneBecause: string;
  readonly orphans: readonly [Orphan, ...Orphan[]];
  /** All that live in it, by pid. */
  readonly members: readonly Process[];
  /**
   * Who started one of them, lives, and is in another group: a shell that still has the job, of which the first
   * command has ended. Undefined for an orphaned process group, as setpgid(2) and credentials(7) have it.
   */
  readonly starter: Process | undefined;
}

/** The groups of these orphans that have no leader any more. */
export function leaderlessGroups(snapshot: Snapshot, orphans: readonly Orphan[]): LeaderlessGroup[] {
  const all = new Set(orphans.map(({process}) => process));
  return [...groupBy(orphans, ({process}) => process.stat.pgid)].flatMap(([pgid, [first, ...others]]) => {
    if (!first || pgid === 0) return [];
    const leader = leaderOf(snapshot, pgid, first.process);
    if (!('goneBecause' in leader)) return [];
    const members = snapshot.processes().filter(process => process.stat.pgid === pgid && !process.isZombie());
    const starters = members.flatMap(member =>
      all.has(member) ? [] : (snapshot.find(member.stat.ppid) ?? []),
    );
    return {
      pgid,
      goneBecause: leader.goneBecause,
      orphans: [first, ...others],
      members,
      starter: starters.find(({stat}) => stat.pgid !== pgid),
    };
  });
}
