import type {Shown, WaitEvidence} from '../../snapshot/wait-chain/wait-evidence.ts';
import {waitTargetText} from './activity.ts';
import type {ToldEvidence} from './evidence.ts';

const purposes = {r: 'reading', w: 'writing', rw: 'reading and writing'} as const;

/** Evidence that a process can end a wait, with what there is to say of it. */
export function saidOfWait({shows, ...evidence}: WaitEvidence): ToldEvidence {
  return shows === undefined ? evidence : {...evidence, says: wordsFor(shows, evidence.value)};
}

function wordsFor(shows: Shown, value: string): string {
  switch (shows.kind) {
    case 'open-for':
      return `${value}, open for ${purposes[shows.accessMode]}`;
    case 'master-of':
      return `${value}, the master of ${shows.terminal}`;
    case 'waited-for':
      return `${value}, which waits for ${waitTargetText(shows.which)}`;
    case 'sigchld-awaited':
      return `${value}, which sleeps until SIGCHLD comes`;
    case 'sender-unrecorded':
      return `${value}; the kernel keeps no record of who sent the signal`;
    case 'lock-request': {
      const {class: lockClass, mode, inode, acquirerPid} = shows.lock;
      return `${shows.requesterPid ?? 'a request'} waits for the ${lockClass} ${mode} lock on inode ${inode}, taken by ${acquirerPid}`;
    }
    case 'served-first':
      return `${shows.requesterPid ?? 'another request'} waits for the same lock, and is served first`;
    case 'lease-break':
      return `a lease on inode ${shows.inode}, taken by ${shows.acquirerPid}, is being broken`;
    case 'connecting-to':
      return `${value}, being connected to ${shows.name}`;
    case 'tcp-ends':
      return `is ${shows.isUnderway ? 'being ' : ''}connected from ${shows.local} to ${shows.remote}`;
    case 'listener':
      return `listens at ${shows.at ?? 'no name'}${lackOf[shows.lacks ?? 'nothing']}`;
    case 'futex-owner':
      return `${value}: thread ${shows.tid} has the lock, and others wait`;
    case 'openings':
      return `opened the file ${value} times within ${shows.seconds} s`;
    case 'no-socket':
      return 'belongs to no open socket of this network namespace';
  }
}

const lackOf = {
  nothing: '',
  room: ', and has no room left for this connection',
  accept: ', and has not accepted this connection',
} as const;
