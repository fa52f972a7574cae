import {orUndefined} from '../../kernel/read.ts';
import type {SystemdUnit} from '../../parse/process/systemd-unit.ts';
import {onceEach, oncePer} from '../once.ts';
import {isOlder, type Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {type LeaderGone, leaderOf} from './leader.ts';
import type {UnitMembership} from './systemd-units.ts';
import type {LeftOf} from './unit-runs.ts';

/** What the session of a process shows of a parent that it had before the one it has. */
export type SessionSign =
  | {readonly kind: 'session-outside-namespace'}
  | {readonly kind: 'session-leader-gone'; readonly id: number; readonly gone: LeaderGone}
  /** `leader` started after the parent of today: then that parent did not start the process. */
  | {readonly kind: 'session-of-another'; readonly leader: Process; readonly startedAfterParent: boolean};

/** What the process group of a process shows of a parent that it had before the one it has. */
export type GroupSign =
  | {readonly kind: 'group-leader-gone'; readonly id: number; readonly gone: LeaderGone}
  | {readonly kind: 'group-of-another'; readonly leader: Process};

/** A process in a unit of systemd that is not the one which systemd started there. */
export interface UnitSign {
  readonly kind: 'in-unit';
  readonly unit: SystemdUnit;
  /** The process that systemd started there; undefined where it starts none itself, as in a scope. */
  readonly main: Process | undefined;
  /** What it is left of there, where that is known. */
  readonly leftOf: LeftOf | undefined;
}

/** Something that shows that the process which started another has exited. */
export type OrphanSign = SessionSign | GroupSign | UnitSign;

/**
 * A process in a session that is neither its own nor its parent's was started by a member of that session.
 * Undefined where the session shows nothing: a parent may have called setsid(2) after it had forked the child,
 * which then is in the session of an ancestor of that parent.
 */
export function sessionSign(snapshot: Snapshot, process: Process, parent: Process): SessionSign | undefined {
  const {sid, pid} = process.stat;
  if (sid === pid || sid === parent.stat.sid) return undefined;
  if (sid === 0) return {kind: 'session-outside-namespace'};
  const leader = leaderOf(snapshot, sid, process);
  if ('gone' in leader) return {kind: 'session-leader-gone', id: sid, gone: leader.gone};
  if (snapshot.ancestors(parent).includes(leader.process)) return undefined;
  const startedAfterParent = isOlder(parent, leader.process);
  return {kind: 'session-of-another', leader: leader.process, startedAfterParent};
}

/** Whether a sibling in its session may have started a process, and be alive: clone(2) with CLONE_PARENT. */
export function mayBeClonedBySibling(snapshot: Snapshot, process: Process, parent: Process): boolean {
  const elder = eldestForking(snapshot)(parent).get(process.stat.sid);
  return elder !== undefined && isOlder(elder, process);
}

/** Of the children of a parent, by session, the eldest that may have started others. */
const eldestForking = oncePer((snapshot: Snapshot) =>
  onceEach((parent: Process): ReadonlyMap<number, Process> => {
    const eldest = new Map<number, Process>();
    for (const child of snapshot.childrenOf(parent)) {
      const known = eldest.get(child.stat.sid);
      if ((known && isOlder(known, child)) || child.isZombie() || neverForks(child)) continue;
      eldest.set(child.stat.sid, child);
    }
    return eldest;
  }),
);

/**
 * A process in its parent's session, but in a group that neither its parent nor a child of its parent leads, was
 * in the group of its former parent. Undefined where the group shows nothing: on a terminal a shell has the first
 * command of a pipeline lead it, which may have exited before the others.
 */
export function groupSign(snapshot: Snapshot, process: Process, parent: Process): GroupSign | undefined {
  const {pgid, sid, pid, ppid, terminal} = process.stat;
  if (pgid === pid || pgid === 0 || pgid === sid || pgid === parent.stat.pgid || terminal !== 0)
    return undefined;
  const leader = leaderOf(snapshot, pgid, process);
  if ('gone' in leader) return {kind: 'group-leader-gone', id: pgid, gone: leader.gone};
  if (leader.process.stat.ppid === ppid || sid !== parent.stat.sid) return undefined;
  return {kind: 'group-of-another', leader: leader.process};
}

/** Who opens a session for another, such as login(1), is moved into its scope: that process is root's. */
export function unitSign(process: Process, {unit, main, leftOf}: UnitMembership): UnitSign | undefined {
  if (unit.kind === 'scope' && (orUndefined(process.status())?.uid ?? 0) === 0) return undefined;
  return {kind: 'in-unit', unit, main, leftOf};
}
