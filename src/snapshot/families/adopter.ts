import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {actionOf, type SignalActions} from '../signals/signal-actions.ts';
import {isSystemdManager} from './systemd-units.ts';

/**
 * Whether orphans are reparented to a process: to PID 1 of a pid namespace ("init"), to a subreaper, and to no
 * other. "unknown": it is not PID 1, and whether it is a subreaper can't be read.
 */
export type AdopterKind = 'init' | 'subreaper' | 'neither' | 'unknown';

/**
 * Whether the files of a parent show what it is: a systemd manager is known to be a subreaper. Of others only the
 * kernel's own record shows it (PR_SET_CHILD_SUBREAPER(2const) leaves no trace in /proc).
 */
export function isKnownByFiles(parent: Process): boolean {
  return kindByFiles(parent) !== undefined;
}

/** What one parent is; `actions` are asked for only where its own files don't show it. */
export function adopterKind(parent: Process, actions: () => SignalActions): AdopterKind {
  const kind = kindByFiles(parent);
  if (kind) return kind;
  const action = actionOf(parent, actions());
  if (!action) return 'unknown';
  return action.childSubreaper ? 'subreaper' : 'neither';
}

function kindByFiles(parent: Process): AdopterKind | undefined {
  if (isInit(parent) === true) return 'init';
  return isSystemdManager(parent) ? 'subreaper' : undefined;
}
