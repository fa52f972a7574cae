import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type LeaderGone, leaderOf} from './leader.ts';
import type {Orphan} from './orphan.ts';

/** A process group whose leader has exited, and in which at least one process is an orphan. */
export interface LeaderlessGroup {
  readonly pgid: number;
  readonly leaderGone: LeaderGone;
  readonly orphans: readonly [Orphan, ...Orphan[]];
  /** All that live in the group, by pid. */
  readonly members: readonly Process[];
  /**
   * A living process in another group that started a member: a shell that still has the job, of which the first
   * command has exited. Undefined for an orphaned process group, as setpgid(2) and credentials(7) have it.
   */
  readonly starter: Process | undefined;
}

/** The groups of these orphans whose leader has exited. */
export function leaderlessGroups(snapshot: Snapshot, orphans: readonly Orphan[]): LeaderlessGroup[] {
  const all = new Set(orphans.map(({process}) => process));
  return [...groupBy(orphans, ({process}) => process.stat.pgid)].flatMap(([pgid, [first, ...others]]) => {
    if (!first || pgid === 0) return [];
    const leader = leaderOf(snapshot, pgid, first.process);
    if (!('gone' in leader)) return [];
    const members = snapshot.processes().filter(process => process.stat.pgid === pgid && !process.isZombie());
    const starters = members.flatMap(member => (all.has(member) ? [] : (snapshot.parentOf(member) ?? [])));
    return {
      pgid,
      leaderGone: leader.gone,
      orphans: [first, ...others],
      members,
      starter: starters.find(({stat}) => stat.pgid !== pgid),
    };
  });
}
