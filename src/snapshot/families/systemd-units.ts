import {managedRootOf, type SystemdUnit, systemdUnitOf} from '../../parse/process/systemd-unit.ts';
import {groupBy} from '../group-by.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {isExecutedBy, type LeftOf, leftOf} from './unit-runs.ts';

/** Whether a process is systemd as PID 1, or as the manager of a user. */
export function isSystemdManager(process: Process): boolean {
  return rootOf(process) !== undefined;
}

/** A process in a unit of the systemd manager that is its parent. */
export interface UnitMembership {
  readonly unit: SystemdUnit;
  /**
   * The process that the manager started for a service; undefined for a scope. systemd starts one, as the leader
   * of a session, and keeps it as its child. In a service that daemonizes itself (Type=forking) no such process may
   * lead a session; then it is the oldest. Every other child of the manager in the service was adopted. A process that
   * systemd is known to have executed there, as a main process or beside it, stands for itself.
   */
  readonly main: Process | undefined;
  /** What the process is left of in its service; undefined where nothing shows that it is left of anything. */
  readonly leftOf: LeftOf | undefined;
}

/** Finds the units of children of systemd managers; undefined for the child of another process, or in no unit. */
export function findUnits(
  snapshot: Snapshot,
): (process: Process, parent: Process) => UnitMembership | undefined {
  const unitsOf = new Map<Process, ReadonlyMap<string | undefined, readonly Process[]>>();
  return (process, parent) => {
    const root = rootOf(parent);
    const unit = root === undefined ? undefined : unitOf(process, root);
    if (root === undefined || !unit) return undefined;
    const living = () => snapshot.childrenOf(parent).filter(child => !child.isZombie());
    const units = unitsOf.get(parent) ?? groupBy(living(), child => unitOf(child, root)?.name);
    unitsOf.set(parent, units);
    if (unit.kind !== 'service') return {unit, main: undefined, leftOf: undefined};
    if (isExecutedBy(snapshot, process, parent)) return {unit, main: process, leftOf: undefined};
    const leftOfThat = (member: Process) => leftOf(snapshot, member, parent, unit.name);
    const current = (units.get(unit.name) ?? []).filter(member => !leftOfThat(member));
    return {unit, main: mainOf(current), leftOf: leftOfThat(process)};
  };
}

function mainOf(members: readonly Process[]): Process | undefined {
  const leaders = members.filter(({stat}) => stat.sid === stat.pid);
  return [...(leaders.length > 0 ? leaders : members)].sort((a, b) => (isOlder(a, b) ? -1 : 1))[0];
}

function rootOf(process: Process): string | undefined {
  return managedRootOf(process.cgroup() ?? '/');
}

function unitOf(process: Process, managedRoot: string): SystemdUnit | undefined {
  return systemdUnitOf(process.cgroup() ?? '/', managedRoot);
}
