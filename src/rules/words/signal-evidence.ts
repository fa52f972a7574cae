import {orUndefined} from '../../kernel/read.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal, signalsIn} from '../../parse/signals/signal-set.ts';
import {signalName} from '../../parse/signals/signals.ts';
import type {Activities} from '../../snapshot/activities.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Blockage} from '../../snapshot/signals/blockage.ts';
import type {ContainerStop} from '../../snapshot/signals/container-stop.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import type {SignalLine} from '../../snapshot/signals/line.ts';
import {doingText} from './activity.ts';
import {lastingIf, pointing, saying, type ToldEvidence} from './evidence.ts';
import type {Named} from './named.ts';

/** A set of signals in /proc/PID/status, as the file names it. */
type SetName = 'SigIgn' | 'SigBlk' | 'SigCgt' | 'ShdPnd';

const setsOf: Readonly<Record<SetName, (status: PidStatus) => bigint>> = {
  SigIgn: ({ignored}) => ignored,
  SigBlk: ({blocked}) => blocked,
  SigCgt: ({caught}) => caught,
  ShdPnd: ({sharedPending}) => sharedPending,
};

/** That a set of a process has a signal: "/proc/812/status: SigIgn has SIGCHLD". */
export function setHas({pid}: Pick<Named, 'pid'>, set: SetName, signal: number): ToldEvidence {
  return saying(seenIn(pid, 'status', set, nameOf(signal)), `has ${nameOf(signal)}`);
}

/** That a set of another process than the subject has a signal: "/proc/4711/status: SigIgn has SIGCHLD (client)". */
export function setOfOtherHas({pid, comm}: Named, set: SetName, signal: number): ToldEvidence {
  return saying(seenIn(pid, 'status', set, nameOf(signal)), `has ${nameOf(signal)} (${comm})`);
}

/** That the parents in a line have a signal in a set, the nearest first; the process that the line leads to is left out. */
export function eldersHave(line: SignalLine, set: SetName, signal: number): ToldEvidence[] {
  return line
    .slice(0, -1)
    .toReversed()
    .map(elder => setOfOtherHas(elder, set, signal));
}

/** That a process and the parents in its line ignore a signal. */
export function ignored(process: Process, line: SignalLine, signal: number): ToldEvidence[] {
  return [setHas(process, 'SigIgn', signal), ...eldersHave(line, 'SigIgn', signal)];
}

/** That a process is in the foreground process group of its terminal. */
export function inForeground({pid, stat}: Process): ToldEvidence {
  const {foregroundPgid} = stat;
  return saying(
    seenIn(pid, 'stat', 'tpgid (8)', foregroundPgid),
    `is ${foregroundPgid}, its own process group`,
  );
}

/**
 * That a set of a process lacks a signal: "/proc/812/status: SigCgt has no SIGTERM". The value is what the set has.
 * @param who the process in words, where it is another than the subject
 */
export function setLacks(process: Process, set: SetName, signal: number, who?: string): ToldEvidence {
  const status = orUndefined(process.status());
  const names = status ? signalsIn(setsOf[set](status)).map(nameOf) : [];
  const says = `has no ${nameOf(signal)}${who === undefined ? '' : ` (${who})`}`;
  return saying(seenIn(process.pid, 'status', set, names.join(' ') || 'none'), says);
}

/** That a signal is pending for a process, or for one of its threads alone: "ShdPnd has SIGCHLD". */
export function pendingEvidence(process: Process, signal: number): ToldEvidence {
  const shared = orUndefined(process.status())?.sharedPending ?? 0n;
  return hasSignal(shared, signal)
    ? setHas(process, 'ShdPnd', signal)
    : saying(
        seenIn(process.pid, 'task/*/status', 'SigPnd', nameOf(signal)),
        `has ${nameOf(signal)} in a thread`,
      );
}

/** That every thread of a process blocks a signal: "SigBlk has SIGCHLD in every thread". */
function everyThreadBlocks({pid}: Pick<Named, 'pid'>, signal: number): ToldEvidence {
  const name = nameOf(signal);
  return saying(seenIn(pid, 'task/*/status', 'SigBlk', name), `has ${name} in every thread`);
}

/**
 * That every thread of a process blocks a signal, and it is pending; of a lasting state, that no thread has run since.
 * @param more what else shows that the signal stays pending
 */
export function stuckEvidence(
  process: Process,
  signal: number,
  blockage: Blockage | undefined,
  more: readonly ToldEvidence[] = [],
): ToldEvidence[] {
  return lastingIf(blockage?.kind === 'lasting', [
    everyThreadBlocks(process, signal),
    pendingEvidence(process, signal),
    ...unchangedEvidence(process, blockage),
    ...more,
  ]);
}

/** That the mask of a process keeps a signal from it, and nothing takes the signal. */
export function maskEvidence(handling: SignalHandling): ToldEvidence[] {
  const {process, signal, blockage} = handling;
  return lastingIf(blockage?.kind === 'lasting', [
    everyThreadBlocks(process, signal),
    ...unchangedEvidence(process, blockage),
    ...nothingTakes(handling),
  ]);
}

/** Of a lasting state, that no thread has run since the first look. */
function unchangedEvidence({pid}: Pick<Named, 'pid'>, blockage: Blockage | undefined): ToldEvidence[] {
  if (blockage?.kind !== 'lasting') return [];
  const switches = seenIn(pid, 'task/*/status', 'voluntary_ctxt_switches', 'unchanged');
  return [saying(switches, 'unchanged at a second look')];
}

/** That no descriptor takes a signal: "/proc/812/fd: no signalfd for SIGTERM". */
export function noSignalfdFor({pid}: Pick<Named, 'pid'>, signal: number): ToldEvidence {
  return seenIn(pid, 'fd', null, `no signalfd for ${nameOf(signal)}`);
}

/** That nothing takes a signal that is not delivered: no signalfd, and no thread in sigwait(3). */
export function nothingTakes({process, activities, signal}: SignalHandling): ToldEvidence[] {
  return [noSignalfdFor(process, signal), noThreadWaitsFor(process, activities, nameOf(signal))];
}

/**
 * That no thread waits for something, by the system calls that the threads are in:
 * "no thread waits for SIGTERM", of which the value is "read, futex".
 */
export function noThreadWaitsFor({pid}: Pick<Named, 'pid'>, {all}: Activities, what: string): ToldEvidence {
  const calls = new Set(all.flatMap(({doing}) => (doing ? doingText(doing) : [])));
  return saying(seenIn(pid, 'task/*/syscall', null, [...calls].join(', ')), `no thread waits for ${what}`);
}

/** That a process doesn't catch a signal, or only by a handler that sends it to the process again. */
export function lacksHandler({process, signal, ownEnd}: SignalHandling): ToldEvidence {
  return ownEnd ? actionFlagsEvidence(process, ownEnd) : setLacks(process, 'SigCgt', signal);
}

/** The flags that a process set for a signal, such as SA_NOCLDWAIT for SIGCHLD: no file of /proc shows them. */
export function actionFlagsEvidence({pid}: Pick<Named, 'pid'>, flags: readonly string[]): ToldEvidence {
  const value = flags.join(' | ');
  const evidence = seenAt(`sigaction(2) of ${pid}`, 'sa_flags', value);
  return saying(evidence, `${value}, in the kernel's own record`);
}

/** That the children of a process are reaped automatically. */
export function reapedEvidence({process, sigchld}: SigchldHandling): ToldEvidence {
  return sigchld.disposition === 'ignored'
    ? setHas(process, 'SigIgn', SIGCHLD)
    : actionFlagsEvidence(process, sigchld.flags ?? []);
}

/** A signal by its name: "SIGTERM". */
export function nameOf(signal: number): string {
  return signalName(signal) ?? `signal ${signal}`;
}

/** What shows that a runtime stops a process by SIGTERM; without its configuration, its container may have another stop signal. */
export function stopEvidence({runtime, signal}: ContainerStop): ToldEvidence[] {
  const seen = saying(runtime, `${runtime.value}: a container runtime runs it`);
  if (!signal) return [pointing(seen)];
  return [seen, signal.value === 'none' ? saying(signal, 'none, and SIGTERM by default') : signal];
}
