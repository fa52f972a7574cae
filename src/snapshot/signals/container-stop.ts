import {mapRead, orUndefined} from '../../kernel/read.ts';
import {parseStopSignal} from '../../parse/container-config.ts';
import {parseRuntimeFile} from '../../parse/mountinfo.ts';
import {storeOf} from '../containers.ts';
import {type Evidence, seenAt, seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';
import {isKnownInit} from '../programs/known-programs.ts';
import {managerBy} from '../programs/managers.ts';
import {readBelowRoot} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';

/** That a container runtime stops a process by a signal, and which that is. */
export interface ContainerStop {
  /** What shows the runtime. */
  readonly runtime: Evidence;
  /** What shows that the signal is SIGTERM; undefined where the configuration of the container can't be read. */
  readonly signal: Evidence | undefined;
}

/** A program needs a while until it has set its handlers. */
const STARTED_AFTER_MS = 1000;

/** The runtimes that send SIGTERM to PID 1, if an image names no other signal. LXC, nspawn and bwrap do not. */
const byTerm: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'cri-o',
  'containerd',
  'kubernetes',
  'container',
]);

/**
 * Whether a container runtime stops PID 1 of a pid namespace by SIGTERM. Undefined where no such runtime is known to be
 * there, the process has only just started, the container has another stop signal, or an init is known to be stopped otherwise.
 */
export function containerStopOf(snapshot: Snapshot, process: Process): ContainerStop | undefined {
  if (isKnownInit(process) || hasJustStarted(snapshot, process)) return undefined;
  const parent = snapshot.parentOf(process);
  const runtime = runtimeOf(snapshot, process, parent);
  if (!runtime) return undefined;
  const config = configOf(snapshot, parent);
  if (config && !isSigterm(config.stopSignal)) return undefined;
  const value = config?.stopSignal ?? 'none';
  return {runtime, signal: config && seenAt(`/proc/${config.path}`, 'stop signal', value)};
}

function hasJustStarted(snapshot: Snapshot, process: Process): boolean {
  const startedAtMs = snapshot.startedAtMs(process);
  return startedAtMs !== undefined && snapshot.takenAtMs() - startedAtMs < STARTED_AFTER_MS;
}

function isSigterm(signal: string | null): boolean {
  return signal === null || /^(?:SIG)?TERM$|^15$/.test(signal);
}

/** A container in the cgroup of the parent as well is that of the parent, which then started a sandbox in it. */
function runtimeOf(snapshot: Snapshot, process: Process, parent: Process | undefined): Evidence | undefined {
  const {pid} = process;
  if (parent && managerBy(parent)?.stopsBySigterm) return seenIn(pid, 'stat', 'ppid (4)', parent.pid);
  const container = process.container();
  if (container && byTerm.has(container.runtime) && parent?.container()?.id !== container.id)
    return seenIn(pid, 'cgroup', null, `${container.runtime} ${container.id}`);
  if (parent) return undefined;
  // Inside of a container, where a cgroup namespace hides its name.
  const file = orUndefined(mapRead(snapshot.machine.procfs.read(`${pid}/mountinfo`), parseRuntimeFile));
  return file === undefined ? undefined : seenIn(pid, 'mountinfo', 'root', file);
}

/** The configuration of a container: of containerd's shim in its working directory, of conmon in the bundle (-b). */
function configOf(
  snapshot: Snapshot,
  manager: Process | undefined,
): {readonly path: string; readonly stopSignal: string | null} | undefined {
  const argv = manager && managerBy(manager)?.stopsBySigterm ? orUndefined(manager.argv()) : undefined;
  if (!manager || !argv) return undefined;
  const after = (option: string) => argv[argv.indexOf(option) + 1] ?? '';
  const isDockers = argv.includes('-namespace') && after('-namespace') === 'moby';
  const dockers = isDockers ? storeOf(snapshot, manager)?.docker : undefined;
  const path = dockers
    ? `${dockers}/${after('-id')}/config.v2.json`
    : argv.includes('-b')
      ? `${after('-b').slice(1)}/config.json`
      : undefined;
  const stopSignal = path && orUndefined(mapRead(readBelowRoot(snapshot, manager, path), parseStopSignal));
  if (path === undefined || stopSignal === undefined || stopSignal === '') return undefined;
  return {path: `${manager.pid}/root/${path}`, stopSignal};
}
