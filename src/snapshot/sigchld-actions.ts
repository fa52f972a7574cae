import {orUndefined, type Read} from '../kernel/read.ts';
import type {SignalAction} from '../kernel/syscalls.ts';
import type {Process} from './process.ts';
import {SIGCHLD} from './sigchld.ts';
import type {Snapshot} from './snapshot.ts';

/** The kernel's own record of what processes do with SIGCHLD, by pid; or the errno why it may not be read. */
export type SignalActions = Read<ReadonlyMap<number, SignalAction>>;

/** Reads it for all processes at once; takes some 30 ms, and the privilege to load a BPF program. */
export async function readSigchldActions(snapshot: Snapshot): Promise<SignalActions> {
  const syscalls = await snapshot.syscalls();
  return syscalls.signalActions(SIGCHLD);
}

/** That of one process: of this very one, not of another that had or has its pid. */
export function actionOf(process: Process, actions: SignalActions): SignalAction | undefined {
  const action = orUndefined(actions)?.get(process.pid);
  return action?.startTicks === process.stat.startTicks ? action : undefined;
}
