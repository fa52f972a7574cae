import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {Boundary, FamilyMember} from '../../snapshot/families/family-member.ts';
import type {Disposition} from '../../snapshot/signals/disposition.ts';

/** Something to know of a process, and whether it calls for a look. */
export interface Mark {
  readonly text: string;
  readonly kind: 'bad' | 'warning' | 'faint';
}

/** What is to be known of a process beside its state, the gravest first. */
export function marksOf(member: FamilyMember): Mark[] {
  const isDead = member.state === 'Z' && member.threadsAfterLeader() === null;
  const disposition = isDead ? null : member.disposition();
  const boundary = member.boundary();
  return [
    ...deathMarks(member),
    ...orphanMarks(member),
    ...dispositionMarks(disposition),
    ...(boundary ? [{text: boundaryText(boundary), kind: 'faint' as const}] : []),
  ];
}

function deathMarks(member: FamilyMember): Mark[] {
  if (member.state !== 'Z') return [];
  const threads = member.threadsAfterLeader();
  if (threads !== null)
    return [{text: `main thread exited, ${threads} of its threads live`, kind: 'warning'}];
  const status = member.waitStatus();
  const how = status === null ? 'wait status not readable' : decodeWaitStatus(status).summary;
  return [{text: `zombie: ${how}`, kind: 'bad'}];
}

function orphanMarks({orphanhood, daemonized}: FamilyMember): Mark[] {
  if (!orphanhood) return [];
  const text = `orphan (${orphanhood.certainty})`;
  if (daemonized() !== true) return [{text, kind: 'warning'}];
  return [{text: `${text}, most likely a daemon`, kind: 'faint'}];
}

function dispositionMarks(disposition: Disposition | null): Mark[] {
  if (disposition === null || disposition === 'default') return [];
  return [{text: `SIGCHLD ${disposition}`, kind: disposition === 'ignored' ? 'warning' : 'faint'}];
}

function boundaryText({container, innerPid}: Boundary): string {
  const what = container ? `${container.runtime} container ${container.id.slice(0, 12)}` : 'pid namespace';
  return innerPid === null ? what : `${what}, pid ${innerPid} inside`;
}
