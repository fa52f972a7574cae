import {orUndefined} from '../../kernel/read.ts';
import {oncePer} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type KnownSettings, serviceSettingsOf} from './service-settings.ts';
import {systemdEnvironmentOf} from './systemd-environment.ts';

/** Whom systemd executed in the run of a unit (it calls a run an invocation) that started a process. */
interface Execution {
  /** The pid of the process that systemd executed, and the process's own, both as systemd knows them. */
  readonly execPid: number;
  readonly ownPid: number;
  readonly invocationId: string;
}

/** The run of a unit that started a process, where another run or none has followed it. */
export interface FinishedRun extends Execution {
  readonly kind: 'finished-run';
  /** Where systemd keeps which run of the unit is the current one, relative to the procfs. */
  readonly link: string;
  /** The current run; null: the unit isn't active. */
  readonly current: string | null;
}

/** The run goes on, and the process that systemd executed has exited, which alone can be the main one of this service. */
export interface ExitedMain extends Execution {
  readonly kind: 'exited-main';
  readonly settings: KnownSettings;
}

/** What shows that systemd doesn't take a process for the main one of its service. */
export type LeftOf = FinishedRun | ExitedMain;

const UNITS = 'root/run/systemd/units';
const PREFIX = 'invocation:';

/** By manager: the current run of each unit that is active; empty where that can't be read. */
const known = oncePer((_: Process): {runs?: ReadonlyMap<string, string>} => ({}));

/**
 * The current run of each active unit of a system manager, by the links that it keeps (since systemd 236). Empty where
 * they can't be read, or the manager is that of a user, who has them elsewhere, if at all.
 */
export function currentRuns(snapshot: Snapshot, manager: Process): ReadonlyMap<string, string> {
  const kept = known(manager);
  kept.runs ??= new Map(isInit(manager) === true ? linksOf(snapshot, manager) : []);
  return kept.runs;
}

function linksOf({machine: {procfs}}: Snapshot, {pid}: Process): [string, string][] {
  const names = orUndefined(procfs.list(`${pid}/${UNITS}`)) ?? [];
  return names
    .filter(name => name.startsWith(PREFIX))
    .flatMap(name => {
      const id = orUndefined(procfs.link(`${pid}/${UNITS}/${name}`))?.toString('latin1');
      return id === undefined ? [] : [[name.slice(PREFIX.length), id] as [string, string]];
    });
}

/** Whether systemd itself executed a child of its own; undefined where the child's environment doesn't say. */
export function isExecutedBy(snapshot: Snapshot, process: Process, manager: Process): boolean | undefined {
  const execPid = systemdEnvironmentOf(snapshot, process)?.execPid;
  const ownPid = pidAs(process, manager);
  return execPid === undefined || ownPid === undefined ? undefined : execPid === ownPid;
}

/** What a process of a service is left of; undefined where its run goes on, and it may be the main process there. */
export function leftOf(
  snapshot: Snapshot,
  process: Process,
  manager: Process,
  unit: string,
): LeftOf | undefined {
  if (isExecutedBy(snapshot, process, manager) !== false) return undefined;
  const {execPid, invocationId} = systemdEnvironmentOf(snapshot, process) ?? {};
  const ownPid = pidAs(process, manager);
  const runs = currentRuns(snapshot, manager);
  const current = runs.get(unit) ?? null;
  if (execPid === undefined || ownPid === undefined || invocationId === undefined) return undefined;
  if (runs.size === 0) return undefined;
  const execution = {execPid, ownPid, invocationId};
  if (current !== invocationId)
    return {kind: 'finished-run', ...execution, link: `${manager.pid}/${UNITS}/${PREFIX}${unit}`, current};
  const settings = hasExited(snapshot, execPid, manager)
    ? serviceSettingsOf(snapshot, manager, unit)
    : undefined;
  return settings && executesMain(settings) ? {kind: 'exited-main', ...execution, settings} : undefined;
}

/** What systemd executes stays its child. A child with an unknown pid may be the one. */
function hasExited(snapshot: Snapshot, execPid: number, manager: Process): boolean {
  const living = snapshot.childrenOf(manager).filter(child => !child.isZombie());
  return living.every(child => (pidAs(child, manager) ?? execPid) !== execPid);
}

/** Whether the main process of a service is always one that systemd executed: no other one names it, or is looked for. */
function executesMain({type, mayNameMain}: KnownSettings): boolean {
  return ['simple', 'exec', 'idle', 'oneshot'].includes(type) && !mayNameMain;
}

/** The pid of a child in the pid namespace of its parent. */
function pidAs(process: Process, parent: Process): number | undefined {
  const depth = orUndefined(parent.status())?.nspids.length ?? 0;
  return depth === 0 ? undefined : orUndefined(process.status())?.nspids[depth - 1];
}
