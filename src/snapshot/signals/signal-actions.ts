import {found, orUndefined, type Read} from '../../kernel/read.ts';
import type {SignalAction, Syscalls} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {SIGCHLD_FLAGS, SIGNAL_FLAGS, SUBREAPERS} from '../gap-names.ts';
import type {Unreadable} from '../ledger.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {KernelStat} from '../process-table/kernel-stat.ts';
import type {ProcessTable} from '../process-table/process-table.ts';
import type {Snapshot} from '../snapshot.ts';

/** The kernel's own record of what processes do with a signal, by pid; or the errno why it can't be read. */
export type SignalActions = Read<Pick<ReadonlyMap<number, SignalAction>, 'get'>>;

/**
 * Whether a gap is one of the kernel's own record. Reading the record takes privileges on the machine as a whole, its
 * first pid namespace, and a kernel with BTF: owning the processes is not enough.
 */
export function isOfKernelRecord({what}: Pick<Unreadable, 'what'>): boolean {
  return what === SIGCHLD_FLAGS || what === SIGNAL_FLAGS || what === SUBREAPERS;
}

/** Reads the kernel's record for all processes at once, or for some; takes the privilege to load a BPF program. */
export async function readSigchldActions(
  snapshot: Snapshot,
  pids?: readonly number[],
): Promise<SignalActions> {
  return sigchldActions(snapshot, await snapshot.syscalls(), pids);
}

/** The record of all processes, by snapshot, once it was read: a BPF program reads it. */
const ofAll = oncePer((_: Snapshot): {actions?: SignalActions} => ({}));

/**
 * What processes do with SIGCHLD, by the kernel's own record.
 * @param pids the processes that matter; without, all do
 */
export function sigchldActions(
  snapshot: Snapshot,
  syscalls: Pick<Syscalls, 'signalActions'>,
  pids?: readonly number[],
): SignalActions {
  const known = ofAll(snapshot);
  if (snapshot.table) known.actions ??= found(actionsIn(snapshot.table));
  if (pids && !known.actions) return syscalls.signalActions(SIGCHLD, pids);
  known.actions ??= syscalls.signalActions(SIGCHLD);
  return known.actions;
}

/** Each is taken from its record as it is asked for: of thousands, few are. */
function actionsIn(table: ProcessTable): Pick<ReadonlyMap<number, SignalAction>, 'get'> {
  return {
    get: pid => {
      const stat = table.stat(pid);
      return stat instanceof KernelStat ? stat.sigchldAction : undefined;
    },
  };
}

/** The record of this very process, not of another that had or has its pid. */
export function actionOf(process: Process, actions: SignalActions): SignalAction | undefined {
  const action = orUndefined(actions)?.get(process.pid);
  return action?.startTicks === process.stat.startTicks ? action : undefined;
}
