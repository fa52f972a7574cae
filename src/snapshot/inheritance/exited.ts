import {type Evidence, seenAt, seenIn} from '../evidence.ts';
import type {Snapshot} from '../snapshot.ts';

/** Whether a process has exited: it is not there any more, or is a zombie. */
export function hasExited(snapshot: Snapshot, pid: number): boolean {
  return snapshot.find(pid)?.isZombie() ?? true;
}

/** Where to see that a process has exited: its folder is not there, or its state is Z. */
export function exitEvidence(snapshot: Snapshot, pid: number): Evidence {
  return snapshot.find(pid) ? seenIn(pid, 'stat', 'state (3)', 'Z') : seenAt(`/proc/${pid}`, null, 'ENOENT');
}
