import {INITIAL_PID_NAMESPACE} from '../kernel/pid-namespace.ts';
import {mapRead, orUndefined, type Read} from '../kernel/read.ts';
import type {NamedContainer} from '../parse/process/container.ts';
import {type PidStatus, parsePidStatus} from '../parse/process/pid-status.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** Whether procdoc runs in the initial pid namespace; undefined where that may not be seen, or `self` is not shown. */
export function isInInitialPidNamespace({source}: Snapshot): boolean | undefined {
  return orUndefined(mapRead(source.link('self/ns/pid'), name => name === INITIAL_PID_NAMESPACE));
}

/**
 * Whether the processes of the initial pid namespace are in this procfs, and so all of the machine. Undefined where
 * that is not known: of a procfs of another namespace than procdoc's, too.
 */
export function showsInitialPidNamespace(snapshot: Snapshot): boolean | undefined {
  const isInitial = isInInitialPidNamespace(snapshot);
  if (isInitial !== false) return isInitial;
  const own = orUndefined(snapshot.source.read('self/status', parsePidStatus))?.nspids;
  return own?.length === 1 ? false : undefined;
}

/** Whether a process is PID 1 of its pid namespace, the machine's own included; undefined where that can't be read. */
export function isInit(process: Process): boolean | undefined {
  const nspids = orUndefined(process.status())?.nspids;
  return nspids && nspids.at(-1) === 1;
}

/**
 * Whether a process is PID 1 of a pid namespace other than the machine's own: of a container, mostly. Undefined
 * where that may not be seen: of a procfs that shows procdoc in a namespace below its own, too.
 */
export function isInnerInit(snapshot: Snapshot, process: Process): boolean | undefined {
  const nspids = orUndefined(process.status())?.nspids;
  if (!nspids) return undefined;
  if (nspids.length > 1) return nspids.at(-1) === 1;
  if (process.pid !== 1) return false;
  const own = orUndefined(snapshot.source.read('self/status', parsePidStatus))?.nspids;
  const isInitial = own?.length === 1 ? isInInitialPidNamespace(snapshot) : undefined;
  return isInitial === undefined ? undefined : !isInitial;
}

/** What a process is called where it runs: its pid in a pid namespace below the one that the procfs shows. */
export interface InnerPid {
  readonly pid: number;
  /** Undefined where its cgroup names none. */
  readonly container: NamedContainer | undefined;
}

/** Undefined for a process of the pid namespace that the procfs shows, and where that can't be read. */
export function innerPidOf({status, container}: InsideOf): InnerPid | undefined {
  const nspids = orUndefined(status())?.nspids ?? [];
  const pid = nspids.length > 1 ? nspids.at(-1) : undefined;
  return pid === undefined ? undefined : {pid, container: container()};
}

/** What it takes to know where a process runs. */
export interface InsideOf extends Pick<Process, 'container'> {
  status(): Read<Pick<PidStatus, 'nspids'>>;
}
