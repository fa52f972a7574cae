import type {Errno} from '../../kernel/read.ts';
import {SIGHUP, SIGKILL, SIGSYS, SIGXCPU} from '../../parse/signals/numbers.ts';
import {type Evidence, seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {Killer} from '../killers/killer.ts';
import type {WaitEvent} from './wait-event.ts';

/** How a command that a signal killed came by it. */
export interface Death {
  /** Who sent the signal; undefined where that isn't known. */
  readonly killer: Killer | undefined;
  /** Whether procdoc got the signal from `killer`, and passed it on. */
  readonly isPassedOn: boolean;
  readonly unseen: UnseenSenders | undefined;
  /** Why the kernel likely sent it; undefined where nothing shows that. */
  readonly reason: DeathReason | undefined;
}

/** Why no sender was seen: the kernel refuses that, or the command died before procdoc watched; undefined: it did. */
export type UnseenSenders =
  | {readonly kind: 'refused'; readonly errno: Errno}
  | {readonly kind: 'too-early'; readonly watchedFromMs: number};

export interface DeathReason {
  readonly kind: 'cpu-limit' | 'seccomp' | 'hangup';
  readonly evidence: readonly Evidence[];
}

/** What was watched while the command ran. */
export interface Watched {
  /** Who sent a process a signal, as far as that was seen. */
  readonly killerOf: (
    process: {pid: number; startTicks: number | undefined},
    signal: number,
  ) => Killer | undefined;
  readonly unseen: UnseenSenders | undefined;
  /** That the OOM killer has killed in the cgroup. */
  readonly oomKills: () => Evidence | undefined;
  /** The signals that procdoc sent the command because its time was over. */
  readonly sentByProcdoc: readonly NodeJS.Signals[];
  /** Whether the terminal that procdoc had at first is gone. */
  readonly hasHungUp: () => boolean;
}

/** SECCOMP_MODE_STRICT and SECCOMP_MODE_FILTER, and SECCOMP_MODE_DEAD of a process that seccomp(2) has killed (since Linux 5.17). */
const [STRICT, FILTER, DEAD] = [1, 2, 3];

/** How far the time that the kernel holds against the limit, counted by ticks, can be ahead: in seconds, and in parts. */
const TICKS_AHEAD = {seconds: 0.5, part: 0.05};

/** Undefined for a command that exited by itself. */
export function deathOf(end: WaitEvent, watched: Watched): Death | undefined {
  if (end.status.kind !== 'signaled') return undefined;
  const signal = end.status.signalNumber ?? 0;
  const direct = watched.killerOf(end, signal);
  const isOwn = direct?.sender?.pid === process.pid;
  const toProcdoc = isOwn ? watched.killerOf({pid: process.pid, startTicks: undefined}, signal) : undefined;
  // What procdoc got before senders were watched, and passed on, is anybody's.
  const isUnseen =
    isOwn && toProcdoc === undefined && !watched.sentByProcdoc.some(name => name === end.status.signal);
  const killer = isUnseen ? undefined : (toProcdoc ?? direct ?? oomKiller(signal, watched));
  const isKernels = killer === undefined || killer.kind === 'kernel';
  return {
    killer,
    isPassedOn: toProcdoc !== undefined,
    unseen: watched.unseen,
    reason: isKernels ? reasonOf(end, signal, watched) : undefined,
  };
}

/** Another process of the cgroup may have been its victim. */
function oomKiller(signal: number, {oomKills}: Watched): Killer | undefined {
  const evidence = signal === SIGKILL ? oomKills() : undefined;
  if (evidence === undefined) return undefined;
  return {kind: 'oom-killer', sender: undefined, after: undefined, certainty: 'likely', evidence: [evidence]};
}

function reasonOf(
  {pid, traces, usage}: WaitEvent,
  signal: number,
  watched: Watched,
): DeathReason | undefined {
  const used = usage.userSeconds + usage.systemSeconds;
  const limit = traces?.cpuSeconds && (signal === SIGXCPU ? traces.cpuSeconds.soft : traces.cpuSeconds.hard);
  if (limit !== undefined && Number.isFinite(limit) && isAtLimit(signal, used, limit)) {
    const time = seenAt(`wait4(2) of ${pid}`, 'ru_utime + ru_stime', `${used.toFixed(2)} s`);
    return {kind: 'cpu-limit', evidence: [seenIn(pid, 'limits', 'Max cpu time', `${limit} s`), time]};
  }
  const modes = signal === SIGSYS ? [FILTER, DEAD] : signal === SIGKILL ? [STRICT, DEAD] : [];
  if (traces?.seccomp !== undefined && modes.includes(traces.seccomp))
    return {kind: 'seccomp', evidence: [seenIn(pid, 'status', 'Seccomp', traces.seccomp)]};
  if (signal === SIGHUP && watched.hasHungUp())
    return {kind: 'hangup', evidence: [seenAt('/dev/tty', null, 'ENXIO')]};
  return undefined;
}

/** The kernel sends SIGXCPU for nothing else but CPU time; SIGKILL it sends for many reasons. */
function isAtLimit(signal: number, seconds: number, limit: number): boolean {
  if (signal === SIGXCPU) return true;
  return signal === SIGKILL && seconds + TICKS_AHEAD.seconds >= limit * (1 - TICKS_AHEAD.part);
}
