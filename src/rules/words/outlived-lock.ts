import {seenIn} from '../../snapshot/evidence.ts';
import type {OutlivedLock} from '../../snapshot/locks/outlived-lock.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';
import {lockEvidence} from './locks.ts';
import {exitEvidenceWords, originEvidence} from './origins.ts';

/** Where to see that a lock outlived the process that took it. */
export function outlivedEvidence(lock: OutlivedLock): ToldEvidence[] {
  const {gone, shownBy, isInherited, acquirerPid, holders} = lock;
  return [
    lockEvidence(holders[0], lock),
    ...(gone ? [exitEvidenceWords(gone)] : []),
    ...(shownBy ? [originEvidence(shownBy)] : []),
    ...(isInherited ? [] : [unknownDescent(lock)]),
    ...(acquirerPid === null ? [] : shownOrder(lock)),
  ];
}

function unknownDescent({holders: [{process}], acquirerPid}: OutlivedLock): ToldEvidence {
  const {ppid} = process.stat;
  const seen = seenIn(process.pid, 'stat', 'ppid (4)', ppid);
  return saying(seen, `is ${ppid}: nothing shows that every holder inherited it from ${acquirerPid}`);
}

/** That the acquirer was there first: its session shows it for certain; pids come round, and only may. */
function shownOrder({holders: [{process}], acquirerPid, isCertain}: OutlivedLock): ToldEvidence[] {
  const {pid, stat} = process;
  if (stat.sid === acquirerPid)
    return [saying(seenIn(pid, 'stat', 'session (6)', stat.sid), `is ${acquirerPid}, which led it`)];
  if (isCertain) return [];
  const seen = seenIn(pid, 'stat', 'pid (1)', pid);
  return [
    pointing(saying(seen, `was given out after ${acquirerPid}, unless the pids have come round since`)),
  ];
}
