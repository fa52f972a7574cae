import {orUndefined} from '../kernel/read.ts';
import {commandText, keyOf} from '../render/command-line.ts';
import type {ProcessRow} from '../render/failures/several-processes.ts';
import type {ResolvedName} from '../render/resolved.ts';
import {named} from '../rules/words/named.ts';
import {type FoundProcesses, findProcesses} from '../snapshot/named-processes/find-processes.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {requireProcess} from './require-process.ts';
import type {AskedProcess} from './values.ts';

/** More processes than these are not listed one by one. */
const MOST_ROWS = 20;

/**
 * The processes that an argument means which isn't a bare pid.
 * @param most how many of them the command has an answer for
 */
export async function requireNamed(
  snapshot: Snapshot,
  {text, name}: AskedProcess,
  most: number,
): Promise<ResolvedName | undefined> {
  if (name.kind === 'pid') return undefined;
  const found = await findProcesses(snapshot, name);
  if (found.kind === 'no-process') requireProcess(snapshot, name.kind === 'key' ? name.pid : 0);
  if (found.kind !== 'found') throw await refusal(snapshot, text, found);
  const {by, processes} = found;
  if (processes.length > most) {
    const rows = processes.slice(0, MOST_ROWS).map(process => rowOf(snapshot, process));
    throw new UsageError({kind: 'several-processes', text, by, count: processes.length, rows});
  }
  return {
    text,
    as: by,
    processes: processes.map(({pid, comm, stat: {startTicks}}) => ({pid, comm, startTicks})),
  };
}

async function refusal(
  snapshot: Snapshot,
  text: string,
  found: Exclude<FoundProcesses, {readonly kind: 'found'}>,
): Promise<CannotLook> {
  const isRecorded = snapshot.machine.recorded !== undefined;
  switch (found.kind) {
    case 'no-process':
      return new CannotLook({kind: 'no-process-named', text, isRecorded, near: [], isOnlyAsking: false});
    case 'other-process': {
      const inode = (await snapshot.syscalls()).pidfdInode(found.now.pid);
      const now = {name: named(found.now), key: keyOf(found.now)};
      return new CannotLook({kind: 'other-process', text, now, inodeErrno: inode.ok ? null : inode.errno});
    }
    case 'no-listener':
      return new CannotLook({kind: 'no-listener', text, isRecorded, isTaken: found.isTaken});
    case 'not-in-container':
      return new CannotLook({kind: 'not-in-container', text, isRecorded});
    case 'no-name': {
      const {near, isOnlyAsking} = found;
      return new CannotLook({kind: 'no-process-named', text, isRecorded, near, isOnlyAsking});
    }
  }
}

function rowOf(snapshot: Snapshot, process: Process): ProcessRow {
  const startedAtMs = snapshot.startedAtMs(process);
  return {
    key: keyOf(process),
    ageSeconds: startedAtMs === undefined ? null : Math.max(0, (snapshot.takenAtMs() - startedAtMs) / 1000),
    user: process.user() ?? uidText(process),
    command: commandText(process),
  };
}

function uidText(process: Process): string | null {
  const uid = orUndefined(process.status())?.uid;
  return uid === undefined ? null : `${uid}`;
}
