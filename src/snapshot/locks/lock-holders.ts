import {meansGone, orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Candidates} from '../descriptor.ts';
import {othersWith} from '../descriptors/candidates.ts';
import {groupByDescription} from '../descriptors/descriptions.ts';
import type {FindOpenFiles, OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Descents} from '../inheritance/descent.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {HoldingSince, LockHolder} from './file-lock.ts';

/** A lock as the fdinfo of the descriptors shows that keep it. */
export interface SeenLock {
  readonly line: LockLine;
  readonly holders: readonly OpenFile[];
}

/** Where the descriptors are that may keep a lock: of these, or else among these candidates, or else anywhere. */
interface WhereToLook {
  readonly openFiles: FindOpenFiles | undefined;
  readonly candidates: Candidates | undefined;
}

/** Two lines with the same text describe the same lock, or locks that nothing in the text tells apart. */
export function lockKey({class: lockClass, mode, acquirerPid, device, inode, start, end}: LockLine): string {
  return [lockClass, mode, acquirerPid, device, inode, start, end].join(' ');
}

/**
 * The locks on files, by who has them. The kernel shows a lock in the fdinfo of those descriptors only
 * that keep it: of the same open file description, and for a POSIX lock of the same process, too. Equal-looking
 * shared locks of separate descriptions are separate locks.
 */
export function readSeenLocks(snapshot: Snapshot, syscalls: Syscalls, where: WhereToLook): SeenLock[] {
  const held = openFilesWithLocks(snapshot, where).flatMap(file =>
    (orUndefined(file.descriptor.info())?.locks ?? []).map(line => ({file, line})),
  );
  return [...groupBy(held, ({line}) => lockKey(line)).values()].flatMap(alike => {
    const line = alike[0]?.line;
    const files = alike.map(({file}) => file);
    if (line === undefined) return [];
    if (line.class === 'posix') return [{line, holders: files}];
    return groupByDescription(files, syscalls).map(({holders}) => ({line, holders}));
  });
}

/** Only what has a path can be locked, so that of the rest no more than the link is read. */
function openFilesWithLocks(snapshot: Snapshot, {openFiles, candidates}: WhereToLook): OpenFile[] {
  const holdsLock = (pid: number, fd: number) =>
    orUndefined(snapshot.source.read(`${pid}/fdinfo/${fd}`, bytes => bytes.includes('\nlock:'))) ?? false;
  if (openFiles) {
    const files = [...openFiles(link => link.startsWith('/')).values()].flat();
    return files.filter(({descriptor: {pid, fd}}) => holdsLock(pid, fd));
  }
  const processes = candidates ? othersWith(candidates, snapshot) : snapshot.others();
  return processes.flatMap(process => {
    const descriptors = process.descriptorsLinkedTo(
      (target, {pid, fd}) => target.startsWith('/') && holdsLock(pid, fd),
      candidates,
    );
    return (orUndefined(descriptors) ?? []).map(descriptor => ({process, descriptor}));
  });
}

/** Whether the acquirer of a lock still runs. A pid alone proves little: it counts if that process holds the lock. */
export function isAcquirerAlive(snapshot: Snapshot, {line, holders}: SeenLock): boolean | null {
  const {acquirerPid} = line;
  if (acquirerPid === null) return null;
  const acquirer = snapshot.find(acquirerPid);
  if (!acquirer || acquirer.isZombie()) return false;
  if (line.class === 'posix' && holders.length === 0) return true;
  return holders.some(({process}) => process === acquirer) ? true : null;
}

/** Whether a process with the pid of the acquirer runs that was not seen to hold the lock, since its descriptors may not be. */
export function isAcquirerHidden(snapshot: Snapshot, {line, holders}: SeenLock): boolean {
  const acquirer = line.acquirerPid === null ? undefined : snapshot.find(line.acquirerPid);
  if (!acquirer || acquirer.isZombie() || holders.some(({process}) => process === acquirer)) return false;
  const open = acquirer.descriptors();
  return !open.ok && !meansGone(open.errno);
}

/** The holders, the eldest first, each with how it came to hold. */
export function howHeld({line, holders}: SeenLock, descents: Descents): LockHolder[] {
  const byAge = [...holders].sort((a, b) => (isOlder(a.process, b.process) ? -1 : 1));
  const processes = byAge.map(({process}) => process);
  const since = line.class === 'posix' ? sinceOfTable(line) : sinceOf(line, processes, descents);
  return byAge.map(holder => ({...holder, how: since(holder.process)}));
}

function sinceOfTable({acquirerPid}: LockLine): (holder: Process) => HoldingSince {
  return ({pid}) => (pid === acquirerPid ? 'acquired' : 'shares the descriptor table of the acquirer');
}

/**
 * Who is below another holder has the description from there; who is younger than the acquirer, and may descend from
 * it, from that. If the acquirer is gone, the smaller pid came first, unless the pids have come round.
 */
function sinceOf(
  {acquirerPid}: LockLine,
  byAge: readonly Process[],
  descents: Descents,
): (holder: Process) => HoldingSince | null {
  const acquirer = byAge.find(({pid}) => pid === acquirerPid);
  const [eldest] = byAge;
  const isLater = (one: Process) => {
    if (acquirer) return isOlder(acquirer, one);
    if (acquirerPid !== null) return acquirerPid < one.pid;
    // It may be anyone: but of whom the eldest descends, too, that is no orphan since.
    return eldest === undefined || (one !== eldest && !descents.isBelow(eldest, one.pid));
  };
  const givers = [...byAge.map(({pid}) => pid), acquirerPid];
  const isInherited = (holder: Process) =>
    ((isLater(holder) || !acquirer) && givers.some(pid => descents.isBelow(holder, pid))) ||
    descents.mayComeFromGone(holder, isLater);
  return holder => {
    if (holder === acquirer) return 'acquired';
    if (acquirerPid === null && holder === eldest) return null;
    if (isInherited(holder))
      return holder.stat.forkedWithoutExec ? 'inherited by fork' : 'inherited over exec';
    return acquirerPid === null ? null : 'shared with the acquirer';
  };
}
