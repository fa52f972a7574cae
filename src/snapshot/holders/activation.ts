import {orUndefined} from '../../kernel/read.ts';
import {intArgument} from '../../parse/process/pid-syscall.ts';
import {readActivity} from '../activity.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {innermostPid, systemdEnvironmentOf} from '../families/systemd-environment.ts';
import type {Process} from '../process.ts';
import {neverListens} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';

/** That a listener was passed to a service on purpose, as systemd.socket(5) does. */
export interface Activation {
  /** The name of the socket unit; null where the descriptor was given another name. */
  readonly socket: string | null;
  /** The system call in which a thread waits for clients; null where none is seen to. */
  readonly waitsIn: string | null;
}

/** sd_listen_fds(3): SD_LISTEN_FDS_START. */
const FIRST = 3;

const accepting: readonly (string | undefined)[] = ['accept', 'accept4'];
const watching: readonly (string | undefined)[] = [
  ...['epoll_wait', 'epoll_pwait', 'epoll_pwait2', 'poll', 'ppoll', 'select', 'pselect6'],
];

/**
 * What shows that a process, or the one that forked it, was given a listener: LISTEN_PID and LISTEN_FDS in its
 * environment. Undefined where nothing does, and for a program that never accepts clients; null where the environment
 * can't be read.
 */
export function activationOf(
  snapshot: Snapshot,
  {process, descriptor}: OpenFile,
): Activation | null | undefined {
  if (neverListens(process)) return undefined;
  const environment = systemdEnvironmentOf(snapshot, process);
  if (!environment) return null;
  const {listenPid, listenFds = 0, listenNames} = environment;
  if (listenPid === undefined || descriptor.fd < FIRST || descriptor.fd >= FIRST + listenFds)
    return undefined;
  if (!isNamed(snapshot, process, listenPid)) return undefined;
  const name = listenNames[descriptor.fd - FIRST] ?? '';
  return {
    socket: /.\.socket$/.test(name) ? name : null,
    waitsIn: callForClients(snapshot, process, descriptor.fd) ?? null,
  };
}

/** A worker has the environment of the service that forked it, as long as it executes no other program. */
function isNamed(snapshot: Snapshot, process: Process, listenPid: number): boolean {
  const line = [process, ...snapshot.ancestors(process)];
  const executed = line.findIndex(({stat}) => !stat.forkedWithoutExec);
  return line.slice(0, executed + 1).some(one => innermostPid(one) === listenPid);
}

function callForClients(snapshot: Snapshot, process: Process, fd: number): string | undefined {
  return process.liveThreads().flatMap(thread => {
    const {call} = readActivity(snapshot, thread);
    if (watching.includes(call)) return call ?? [];
    const state = orUndefined(thread.syscall());
    const [first] = state?.kind === 'in-syscall' ? state.args : [];
    return accepting.includes(call) && first !== undefined && intArgument(first) === fd ? (call ?? []) : [];
  })[0];
}
