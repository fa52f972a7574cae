import {seenIn} from '../../snapshot/evidence.ts';
import type {OutlivedLock} from '../../snapshot/locks/outlived-lock.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {lockEvidence} from './locks.ts';
import {exitEvidenceWords, originEvidence} from './origins.ts';

/** Where to see that a lock outlived the process that took it. */
export function outlivedEvidence(lock: OutlivedLock): ToldEvidence[] {
  const {gone, shownBy, isInherited, holders} = lock;
  return [
    lockEvidence(holders[0], lock),
    ...(gone ? [exitEvidenceWords(gone)] : []),
    ...(shownBy ? [originEvidence(shownBy)] : []),
    ...(isInherited ? [] : [unknownDescent(lock)]),
  ];
}

function unknownDescent({holders: [{process}], acquirerPid}: OutlivedLock): ToldEvidence {
  const {ppid} = process.stat;
  const seen = seenIn(process.pid, 'stat', 'ppid (4)', ppid);
  return saying(seen, `is ${ppid}: nothing shows that every holder inherited it from ${acquirerPid}`);
}
