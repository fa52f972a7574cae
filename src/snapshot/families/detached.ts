import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Whether a process leads a session directly under init: started by init, or detached by its program (setsid(1),
 * `detached` in Node) before that exited. Its files don't show which.
 */
export function leadsSessionUnderInit(snapshot: Snapshot, process: Process): boolean {
  if (process.stat.sid !== process.pid) return false;
  const parent = snapshot.parentOf(process);
  return parent !== undefined && isInit(parent) === true;
}
