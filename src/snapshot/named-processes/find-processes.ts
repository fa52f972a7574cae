import {orUndefined} from '../../kernel/read.ts';
import type {ProcessName} from '../../parse/targets/process-name.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {askingProcesses} from './asking.ts';
import {listenersAt} from './listeners.ts';
import {isContainer, type NameKind, processesNamed} from './named-processes.ts';
import {type NearName, nearNames} from './near-names.ts';

/** What a process is asked for by, besides its bare pid. */
export type GivenName = Exclude<ProcessName, {readonly kind: 'pid'}>;

/** What a name led to. */
export type FoundProcesses =
  | {
      readonly kind: 'found';
      readonly by: NameKind | 'key' | 'listener';
      readonly processes: readonly Process[];
    }
  /** `now`: the process that has the pid by now. */
  | {readonly kind: 'other-process'; readonly now: Process}
  | {readonly kind: 'no-process'; readonly errno: string}
  /** `isTaken`: a socket listens there, but who has it can't be seen. */
  | {readonly kind: 'no-listener'; readonly isTaken: boolean}
  | {readonly kind: 'not-in-container'}
  /** `isOnlyAsking`: procdoc, or what runs it, has the name, and no other process. */
  | {readonly kind: 'no-name'; readonly near: readonly NearName[]; readonly isOnlyAsking: boolean};

/** The processes that a name means: not procdoc itself, nor its shell pipeline. */
export async function findProcesses(snapshot: Snapshot, asked: GivenName): Promise<FoundProcesses> {
  if (asked.kind !== 'key') await snapshot.readAtOnce();
  switch (asked.kind) {
    case 'key':
      return processWithKey(snapshot, asked.pid, asked.mark);
    case 'port': {
      const {isTaken, processes} = listenersAt(snapshot, asked.port);
      return processes.length > 0
        ? {kind: 'found', by: 'listener', processes}
        : {kind: 'no-listener', isTaken};
    }
    case 'inner': {
      const processes = snapshot.processes().filter(process => isInside(process, asked.pid, asked.container));
      return processes.length > 0 ? {kind: 'found', by: 'container', processes} : {kind: 'not-in-container'};
    }
    case 'name': {
      const named = processesNamed(snapshot, asked.name);
      const asking = askingProcesses(snapshot);
      const processes = named?.processes.filter(process => !asking.has(process)) ?? [];
      if (named && processes.length > 0) return {kind: 'found', by: named.by, processes};
      return {kind: 'no-name', near: nearNames(snapshot, asked.name), isOnlyAsking: named !== undefined};
    }
  }
}

/** The start of a process and the inode of its pidfd are both marks that no other process with its pid has. */
async function processWithKey(snapshot: Snapshot, pid: number, mark: bigint): Promise<FoundProcesses> {
  const process = snapshot.process(pid);
  if (!process.ok) return {kind: 'no-process', errno: process.errno};
  const now = process.value;
  const isIt =
    BigInt(now.stat.startTicks) === mark || orUndefined((await snapshot.syscalls()).pidfdInode(pid)) === mark;
  // Before the inode was read, the process may have exited, and another one may have been given its pid.
  return isIt && now.isStillThere()
    ? {kind: 'found', by: 'key', processes: [now]}
    : {kind: 'other-process', now};
}

function isInside(process: Process, pid: number, container: string | null): boolean {
  const nspids = orUndefined(process.status())?.nspids ?? [];
  if (nspids.at(-1) !== pid || nspids.length < 2) return false;
  return container === null || isContainer(process.container(), container);
}
