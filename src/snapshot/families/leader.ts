import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** How it shows that the leader of a session or process group has exited. */
export type LeaderGone =
  | {readonly kind: 'no-such-process'}
  | {readonly kind: 'zombie'}
  /** Another process has the leader's pid: it started after a member of the session or group. */
  | {readonly kind: 'pid-reused'; readonly by: Process};

/** The leader of a session or process group, or how it shows that the leader has exited. */
export type Leader = {readonly process: Process} | {readonly gone: LeaderGone};

/** A leader is older than every member that was forked into its session or group. */
export function leaderOf(snapshot: Snapshot, id: number, member: Process): Leader {
  const leader = snapshot.find(id);
  if (!leader) return {gone: {kind: 'no-such-process'}};
  if (leader.isZombie()) return {gone: {kind: 'zombie'}};
  if (isOlder(member, leader)) return {gone: {kind: 'pid-reused', by: leader}};
  return {process: leader};
}
