import type {Process} from '../process.ts';
import {actionOf, type SignalActions} from '../signals/sigchld-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {Reaper} from '../zombies/reaper.ts';
import {isSystemdManager} from './systemd-units.ts';

/**
 * Whether orphans are reparented to a process: to PID 1 of a pid namespace ("init"), to a subreaper, and to no
 * other. "unknown": it is not PID 1, and whether it is a subreaper may not be seen.
 */
export type AdopterKind = 'init' | 'subreaper' | 'neither' | 'unknown';

/**
 * Whether its own files tell what a parent is: of a systemd manager it is known that it is a subreaper. Of others only
 * the kernel's own record tells (PR_SET_CHILD_SUBREAPER(2const) shows nowhere in /proc).
 */
export function isToldByFiles(snapshot: Snapshot, parent: Process): boolean {
  return plainKind(snapshot, parent) !== undefined;
}

/** What one parent is; `actions` are asked for only where its own files do not tell. */
export function adopterKind(snapshot: Snapshot, parent: Process, actions: () => SignalActions): AdopterKind {
  const plain = plainKind(snapshot, parent);
  if (plain) return plain;
  const action = actionOf(parent, actions());
  if (!action) return 'unknown';
  return action.childSubreaper ? 'subreaper' : 'neither';
}

function plainKind(snapshot: Snapshot, parent: Process): AdopterKind | undefined {
  if (new Reaper(snapshot, parent).isInit() === true) return 'init';
  return isSystemdManager(parent) ? 'subreaper' : undefined;
}

/** Why a process can have adopted another, or whether it can: a sentence. */
export function adopterSentence({comm, pid}: Process, kind: AdopterKind): string {
  const name = `its parent ${comm} (${pid})`;
  if (kind === 'init') return `${name} is PID 1 of a pid namespace, which adopts the orphans in it`;
  if (kind === 'subreaper') return `${name} is a subreaper, which adopts the orphans below it`;
  return `whether ${name} is a subreaper may not be seen`;
}
