import type {JudgedLock} from '../../rules/inspections/locks.ts';
import type {LockFile} from '../../snapshot/locks/lock-file.ts';
import type {LocksContent} from '../contract/locks.ts';
import {holderJson, howJson} from '../holder-json.ts';
import {verdictJson} from '../verdict-json.ts';

/** The `locks` answer as the JSON contract has it. */
export function locksJson(locks: readonly JudgedLock[], lockFile: LockFile | null): LocksContent {
  return {
    lockFile: lockFile && {
      kind: lockFile.kind,
      modified: lockFile.modifiedMs === null ? null : new Date(lockFile.modifiedMs).toISOString(),
      link: lockFile.link,
      pid: lockFile.pid,
      pidIs: lockFile.named,
    },
    locks: locks.map(({lock: {acquirerHidden: _, ...lock}, keeper, likelyHolder, parked, verdict}) => ({
      ...lock,
      breakingTo: lock.breakingTo ?? null,
      parkedBy: parked ? {pid: parked.by.pid, comm: parked.by.comm, path: parked.path} : null,
      holders: lock.holders.map(({origin, ...openFile}) => ({
        ...holderJson(openFile, byItsLock),
        how: origin && howJson(origin),
      })),
      keptByMappingOf: keeper()?.pid ?? null,
      likelyHolder: likelyHolder?.pid ?? null,
      waiters: lock.waiters.map(({process: _, ...waiter}) => waiter),
      verdict: verdict ? verdictJson(verdict) : null,
    })),
  };
}

/** What shows that a descriptor holds a lock: its own fdinfo. */
const byItsLock = {certainty: 'proven', proof: 'lock'} as const;
