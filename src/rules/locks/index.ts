import type {FileLock} from '../../snapshot/locks/file-lock.ts';
import {type LockCase, readLockCases} from '../../snapshot/locks/lock-case.ts';
import {readLocks} from '../../snapshot/locks/locks.ts';
import {aboutProcess, type FindingSubject, type Inspection, toFinding} from '../finding.ts';
import {firstVerdict, type Rule, ruleAbout, type Verdict} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {acquirerGone} from './acquirer-gone.ts';
import {heldByHeir, lockText} from './held-by-heir.ts';
import {holderNotVisible} from './holder-not-visible.ts';
import {waitersBehindHeir} from './waiters-behind-heir.ts';

/** What may be wrong with a lock, the worst first. */
export const lockRules: readonly Rule<LockCase>[] = [
  waitersBehindHeir,
  ruleAbout(heldByHeir, ({heirLock}) => heirLock()),
  holderNotVisible,
  acquirerGone,
];

export interface JudgedLock {
  readonly lock: FileLock;
  /** Of the file: see LockCase. */
  readonly name: string;
  /** Who has the file mapped, where no descriptor is seen that keeps the lock. */
  readonly mappedBy: LockCase['mappedBy'];
  readonly verdict: Verdict | undefined;
}

export function judgeLocks(cases: readonly LockCase[]): JudgedLock[] {
  return cases.map(lockCase => ({
    lock: lockCase.lock,
    name: lockCase.name,
    mappedBy: lockCase.mappedBy,
    verdict: firstVerdict(lockRules, lockCase),
  }));
}

/** A finding for each lock that a process of the scope holds, or waits for. */
export const lockInspection: Inspection = {
  rules: lockRules,
  async inspect(scope) {
    return judgeLocks(await readCases(scope)).flatMap(({lock, verdict}) =>
      verdict
        ? toFinding(lockRules, verdict, {
            subject: subjectOf(lock),
            what: whatIs(lock),
            cause: `lock ${lock.device}:${lock.inode}`,
            more: moreAbout(lock),
          })
        : [],
    );
  },
};

/**
 * The list of locks is read long after that of the processes: a lock without a holder may be that of a process which
 * has come between. Then everything is looked at anew, in the right order.
 */
async function readCases(scope: Scope): Promise<LockCase[]> {
  const syscalls = await scope.snapshot.comparingSyscalls();
  const seen = readLocks(scope.snapshot, syscalls, scope.findOpenFiles);
  const isComplete = seen.every(({holderVisible}) => holderVisible);
  const snapshot = isComplete ? scope.snapshot : scope.snapshot.again();
  const locks = isComplete ? seen : readLocks(snapshot, syscalls);
  return readLockCases(
    snapshot,
    locks.filter(lock => isOf(lock, scope)),
    syscalls,
  );
}

function isOf({holders, waiters, acquirerPid, holderVisible}: FileLock, scope: Scope): boolean {
  if (scope.isWhole || holders.some(({process}) => scope.has(process))) return true;
  const pids = [...waiters.map(({pid}) => pid), ...(holderVisible ? [] : [acquirerPid])];
  return pids.some(pid => pid !== null && scope.has({pid}));
}

/** Of a lock of which nobody has the file open as far as is visible, no more is known than its line. */
function subjectOf({path, holders: [holder]}: FileLock): FindingSubject {
  if (path !== null) return {path};
  return holder ? aboutProcess(holder.process) : {path: '/proc/locks'};
}

function whatIs(lock: FileLock): string {
  const {path, device, inode, holders, waiters} = lock;
  const name = lockText({...lock, path: path ?? `inode ${inode} of device ${device}`});
  const pids = new Map(holders.map(({process: {pid, comm}}) => [pid, `${comm} (${pid})`]));
  const [first = 'nobody who is visible', ...others] = pids.values();
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const queue = waiters.length === 0 ? '' : `, awaited by ${waiters.length}`;
  return `${name}, held by ${first}${more}${queue}.`;
}

/** Of a path that a shell would take apart, and of one that is gone, the whole list shows more. */
function moreAbout({path, deleted}: FileLock): string {
  const isPlain = path !== null && !deleted && /^\/[\w@%+=:,./-]+$/.test(path);
  return isPlain ? `procdoc locks ${path}` : 'procdoc locks';
}
