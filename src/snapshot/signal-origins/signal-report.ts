import {found, orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import {signalsIn} from '../../parse/signals/signal-set.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {type Condition, conditionOf} from '../condition.ts';
import {Adoptions} from '../families/adoption.ts';
import {SIGNAL_FLAGS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import {readDisposition} from '../signals/disposition.ts';
import {actionOf} from '../signals/signal-actions.ts';
import {readSignalState, type SignalState} from '../signals/signal-state.ts';
import type {Snapshot} from '../snapshot.ts';
import {findSignalOrigin, type SignalOrigin} from './origin.ts';
import {type Outcome, outcomeOf} from './outcome.ts';
import {setsItself} from './own-action.ts';

/** A signal that a process ignores, catches, blocks, or that is pending for it; or one that was asked about. */
export interface SignalRow extends SignalState {
  readonly signal: number;
  /** What becomes of it, if it is sent now. */
  readonly outcome: Outcome;
  /** Where an ignored signal came from; undefined where it is not ignored. */
  readonly origin: SignalOrigin | undefined;
  /**
   * Whether the program was started with the signal ignored (proven): it called no sigaction(2) for it. Its parent, or a
   * program that the process executed before, set that.
   */
  readonly wasStartedSo: boolean;
  readonly parent: Process | undefined;
}

/** Whether a process gets what is typed at its terminal. */
export interface TerminalStanding {
  readonly isForeground: boolean;
  readonly foregroundPgid: number;
  /** The leader of that process group, or its oldest member; undefined where none is visible. */
  readonly foreground: Process | undefined;
}

/** How a process handles signals. */
export interface SignalReport {
  readonly process: Process;
  readonly threads: number;
  readonly condition: Condition | undefined;
  /** Undefined: it has no controlling terminal. */
  readonly terminal: TerminalStanding | undefined;
  readonly rows: readonly SignalRow[];
}

/** What a process does with each signal that is not default, or is pending or blocked; or with the one that is asked about. */
export async function readSignalReport(
  snapshot: Snapshot,
  process: Process,
  asked: number | undefined,
): Promise<SignalReport> {
  const syscalls = await snapshot.syscalls();
  const adoptions = new Adoptions(snapshot, syscalls);
  const signals = asked === undefined ? remarkableSignals(process) : [asked];
  return {
    process,
    threads: process.liveThreads().length,
    condition: conditionOf(snapshot, process),
    terminal: standingOf(snapshot, process),
    rows: hasEnded(process.stat.state)
      ? []
      : signals.flatMap(signal => rowOf({snapshot, syscalls, adoptions}, process, signal)),
  };
}

/** Real-time signals that the C library keeps for itself have no name. */
function remarkableSignals(process: Process): number[] {
  const status = orUndefined(process.status());
  if (!status) return [];
  const threads = process.liveThreads().flatMap(thread => orUndefined(thread.status()) ?? []);
  const sets = [
    ...[status.ignored, status.caught, status.sharedPending],
    ...threads.flatMap(({blocked, pending}) => [blocked, pending]),
  ];
  return signalsIn(sets.reduce((union, set) => union | set, 0n)).filter(
    signal => signalName(signal) !== undefined,
  );
}

interface Askers {
  readonly snapshot: Snapshot;
  readonly syscalls: Syscalls;
  readonly adoptions: Adoptions;
}

function rowOf({snapshot, syscalls, adoptions}: Askers, process: Process, signal: number): SignalRow[] {
  const isSet = orUndefined(readDisposition(process, signal)) !== 'default';
  const line = [process, ...snapshot.ancestors(process)].map(({pid}) => pid);
  // A signal with the default disposition has neither flags nor a handler.
  const actions = isSet ? syscalls.signalActions(signal, line) : found(new Map());
  if (!actions.ok) snapshot.ledger.note(SIGNAL_FLAGS, actions.errno);
  const state = orUndefined(readSignalState(process, signal, actionOf(process, actions)));
  if (!state) return [];
  const scene = {snapshot, adoptions, actions, signal};
  const isIgnored = state.disposition === 'ignored';
  const {forkedWithoutExec} = process.stat;
  return [
    {
      ...state,
      signal,
      outcome: outcomeOf(snapshot, process, signal, state),
      origin: isIgnored ? findSignalOrigin(scene, process) : undefined,
      parent: snapshot.parentOf(process),
      wasStartedSo: isIgnored && !forkedWithoutExec && setsItself(process, scene) === false,
    },
  ];
}

function standingOf(snapshot: Snapshot, {stat}: Process): TerminalStanding | undefined {
  if (stat.terminal === 0) return undefined;
  const {foregroundPgid} = stat;
  const members = snapshot.processes().filter(other => other.stat.pgid === foregroundPgid);
  const foreground = members.find(({pid}) => pid === foregroundPgid) ?? members[0];
  return {isForeground: stat.pgid === foregroundPgid, foregroundPgid, foreground};
}
