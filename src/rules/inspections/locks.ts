import type {FileLock} from '../../snapshot/locks/file-lock.ts';
import {type LockCase, readLockCases} from '../../snapshot/locks/lock-case.ts';
import {areLocksHidden, readLocks} from '../../snapshot/locks/locks.ts';
import {rivalsAmong, withRivals} from '../../snapshot/locks/rival-locks.ts';
import {oncePer} from '../../snapshot/once.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {aboutProcess, type Finding, type FindingSubject, findingOf, type Inspection} from '../finding.ts';
import {lockRules} from '../locks/index.ts';
import {firstVerdict, type Severity, type Verdict} from '../rule.ts';
import type {Scope} from '../scope.ts';

export interface JudgedLock {
  readonly lock: FileLock;
  /** Of the file; null where it is known by its inode only. */
  readonly path: string | null;
  /** The acquirer, where it keeps the lock by a mapping of the file. */
  readonly keeper: LockCase['keeper'];
  /** The processes that have the file mapped, where no visible descriptor keeps the lock. */
  readonly mappedBy: LockCase['mappedBy'];
  /** The process that took a POSIX lock, where its descriptors can't be read. */
  readonly likelyHolder: LockCase['likelyHolder'];
  /** What keeps it without a descriptor. */
  readonly parked: LockCase['parked'];
  readonly verdict: Verdict | undefined;
  /** How much the verdict weighs. */
  readonly severity: Severity | undefined;
}

export function judgeLocks(cases: readonly LockCase[]): JudgedLock[] {
  return cases.map(lockCase => {
    const {lock, path, keeper, mappedBy, likelyHolder, parked} = lockCase;
    const verdict = firstVerdict(lockRules, lockCase);
    const severity = verdict?.severity ?? lockRules.find(({id}) => id === verdict?.rule)?.severity;
    return {lock, path, keeper, mappedBy, likelyHolder, parked, verdict, severity};
  });
}

/**
 * The locks that are to be shown, with those that look like one of them and don't exclude it.
 * @param asked the path of the file, if it was asked for by it
 */
export async function judgedLocks(
  snapshot: Snapshot,
  isShown: (lock: FileLock) => boolean,
  asked: string | undefined,
): Promise<JudgedLock[]> {
  const syscalls = await snapshot.comparingSyscalls();
  const all = readLocks(snapshot, syscalls);
  const rivals = rivalsAmong(snapshot, all);
  const shown = withRivals(all, rivals, isShown);
  return judgeLocks(await readLockCases(snapshot, shown, syscalls, {rivals, asked}));
}

/** The locks that processes of a scope hold, or wait for, with what there is to say of each. */
export async function locksIn(scope: Scope): Promise<JudgedLock[]> {
  return judgeLocks(await casesIn(scope));
}

/** A finding for each lock that a process of the scope holds, or waits for. */
export const lockInspection: Inspection = {
  rules: lockRules,
  async inspect(scope) {
    const cases = await casesIn(scope);
    if (cases.some(({isFromOutside}) => isFromOutside)) areLocksHidden(scope.snapshot);
    return cases.flatMap(lockCase => findingAbout(scope.snapshot, lockCase) ?? []);
  },
};

/** What findings about locks on one file share. */
export function lockCause({device, inode}: Pick<FileLock, 'device' | 'inode'>): string {
  return `lock ${device}:${inode}`;
}

/** The finding of the first rule that has something to say of a lock. */
function findingAbout(snapshot: Snapshot, lockCase: LockCase): Finding | undefined {
  const {lock} = lockCase;
  const facts = () => ({
    subject: subjectOf(lock),
    culprit: lock.holders[0] && aboutProcess(lock.holders[0].process),
    cause: lockCause(lock),
    more: moreAbout(snapshot, lock),
  });
  for (const rule of lockRules) {
    const finding = findingOf(rule, [lockCase], facts);
    if (finding) return finding;
  }
  return undefined;
}

/**
 * The list of locks is read long after the list of processes, so that a lock without a holder may belong to a process
 * that was started in between. Then both are read again, the locks first.
 */
const casesIn = oncePer(async (scope: Scope): Promise<LockCase[]> => {
  const syscalls = await scope.snapshot.comparingSyscalls();
  const seen = readLocks(scope.snapshot, syscalls, (await scope.openFiles()).matching);
  const isComplete = seen.every(({holderVisible}) => holderVisible);
  const snapshot = isComplete ? scope.snapshot : scope.snapshot.again();
  if (!isComplete) await snapshot.readAtOnce();
  const locks = isComplete ? seen : readLocks(snapshot, syscalls);
  const rivals = rivalsAmong(snapshot, locks);
  const isHeldUp = await scope.heldUp();
  return readLockCases(
    snapshot,
    withRivals(locks, rivals, lock => isOf(lock, scope) || isAwaited(lock, isHeldUp)),
    syscalls,
    {rivals},
  );
});

function isOf({holders, waiters, acquirerPid, holderVisible}: FileLock, scope: Scope): boolean {
  if (scope.isWhole || holders.some(({process}) => scope.has(process))) return true;
  const pids = [...waiters.map(({pid}) => pid), ...(holderVisible ? [] : [acquirerPid])];
  return pids.some(pid => pid !== null && scope.has({pid}));
}

function isAwaited({waiters}: FileLock, isHeldUp: (process: {readonly pid: number}) => boolean): boolean {
  return waiters.some(({pid}) => pid !== null && isHeldUp({pid}));
}

/** A lock on a file that no visible process has open is known by its line in /proc/locks only. */
function subjectOf({address: path, holders: [holder]}: FileLock): FindingSubject {
  if (path !== null) return {path};
  return holder ? aboutProcess(holder.process) : {path: '/proc/locks'};
}

/** A file that is deleted can't be asked for: then the whole list shows more. */
function moreAbout(snapshot: Snapshot, {address, deleted}: FileLock): string {
  return procdocCommand(snapshot, 'locks', ...(address === null || deleted ? [] : [address]));
}
