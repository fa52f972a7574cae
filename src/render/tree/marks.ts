import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {containerName} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import type {Boundary, FamilyMember} from '../../snapshot/families/family-member.ts';
import type {Disposition} from '../../snapshot/signals/disposition.ts';
import {counted} from '../page.ts';

/** Something to know of a process, and whether it calls for a look. */
export interface Mark {
  readonly text: string;
  readonly kind: 'bad' | 'warning' | 'faint';
}

/** What there is to know of a process next to its state, the gravest first. */
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
    return [{text: `main thread exited, ${counted(threads, 'thread')} left`, kind: 'warning'}];
  const status = member.waitStatus();
  const how = status === null ? "wait status can't be read" : waitStatusText(decodeWaitStatus(status));
  return [{text: `zombie: ${how}`, kind: 'bad'}];
}

function orphanMarks(member: FamilyMember): Mark[] {
  const {orphanhood} = member;
  if (!orphanhood) return [];
  const text = `orphan (${orphanhood.certainty})`;
  if (member.daemonized() !== true) return [{text, kind: 'warning'}];
  return [{text: `${text}, daemon (likely)`, kind: 'faint'}];
}

function dispositionMarks(disposition: Disposition | null): Mark[] {
  // Every shell catches it.
  return disposition === 'ignored' ? [{text: 'SIGCHLD ignored', kind: 'warning'}] : [];
}

function boundaryText({container}: Boundary): string {
  return container ? `${container.runtime} container ${containerName(container)}` : 'pid namespace';
}
