import {meansGone, orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Candidates} from '../descriptor.ts';
import {othersWith} from '../descriptors/candidates.ts';
import {groupByDescription} from '../descriptors/descriptions.ts';
import type {FindOpenFiles, OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Ancestry} from '../inheritance/ancestry.ts';
import {hasExited} from '../inheritance/exited.ts';
import {inheritedBy} from '../inheritance/origin.ts';
import type {DescriptorPassing} from '../inheritance/passing.ts';
import {isOlder, type Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {LockHolder, LockOrigin} from './file-lock.ts';

/** A lock as fdinfo shows it, with the descriptors that keep it. */
export interface SeenLock {
  readonly line: LockLine;
  readonly holders: readonly OpenFile[];
}

/** Where the descriptors are that may keep a lock: among these candidates, or else among these files, or else anywhere. */
interface WhereToLook {
  readonly openFiles: FindOpenFiles | undefined;
  readonly candidates: Candidates | undefined;
}

/** Two lines with the same text describe the same lock, or locks that nothing in the text distinguishes. */
export function lockKey({class: lockClass, mode, acquirerPid, device, inode, start, end}: LockLine): string {
  return [lockClass, mode, acquirerPid, device, inode, start, end].join(' ');
}

/**
 * The locks on files, each with the descriptors that keep it. The kernel shows a lock only in the fdinfo of these: they
 * refer to one open file description and, for a POSIX lock, belong to one process. Shared locks that look equal, of
 * separate descriptions, are separate locks.
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

/** Only what has a path can be locked, so that of every other descriptor only the link is read. */
function openFilesWithLocks(snapshot: Snapshot, {openFiles, candidates}: WhereToLook): OpenFile[] {
  const holdsLock = (pid: number, fd: number) =>
    orUndefined(snapshot.source.read(`${pid}/fdinfo/${fd}`, bytes => bytes.includes('\nlock:'))) ?? false;
  if (openFiles && !candidates) {
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

/** Whether the acquirer of a lock still runs: a process of its pid counts only if it holds the lock. */
export function isAcquirerAlive(snapshot: Snapshot, {line, holders}: SeenLock): boolean | null {
  const {acquirerPid} = line;
  if (acquirerPid === null) return null;
  if (hasExited(snapshot, acquirerPid)) return false;
  if (line.class === 'posix' && holders.length === 0) return true;
  return holders.some(({process}) => process.pid === acquirerPid) ? true : null;
}

/** Whether a process with the acquirer's pid runs, and can't be seen to hold the lock since its descriptors can't be read. */
export function isAcquirerHidden(snapshot: Snapshot, {line, holders}: SeenLock): boolean {
  const acquirer = line.acquirerPid === null ? undefined : snapshot.find(line.acquirerPid);
  if (!acquirer || acquirer.isZombie() || holders.some(({process}) => process === acquirer)) return false;
  const open = acquirer.descriptors();
  return !open.ok && !meansGone(open.errno);
}

/** The holders, the eldest first, each with how it came to hold. */
export function howHeld(
  {line, holders}: SeenLock,
  ancestry: Ancestry,
  passing: DescriptorPassing,
): LockHolder[] {
  const byAge = [...holders].sort((a, b) => (isOlder(a.process, b.process) ? -1 : 1));
  const originOf =
    line.class === 'posix' ? originInTable(line) : originsAmong(line, byAge, ancestry, passing);
  return byAge.map(holder => ({...holder, origin: originOf(holder)}));
}

function originInTable({acquirerPid}: LockLine): (holder: OpenFile) => LockOrigin {
  return ({process: {pid}}) => ({kind: pid === acquirerPid ? 'acquired' : 'shares-table-of-acquirer'});
}

/**
 * A process below another holder has the description from there, unless it may have received it; one that is younger
 * than the acquirer, and may descend from it, has it from the acquirer.
 */
function originsAmong(
  {acquirerPid}: LockLine,
  byAge: readonly OpenFile[],
  ancestry: Ancestry,
  passing: DescriptorPassing,
): (holder: OpenFile) => LockOrigin | null {
  const acquirer = byAge.find(({process}) => process.pid === acquirerPid);
  const eldest = byAge[0]?.process;
  const isLater = (one: Process) => {
    if (acquirer) return isOlder(acquirer.process, one);
    if (acquirerPid !== null) return ancestry.isLaterThanGone(one, acquirerPid);
    // The acquirer may be any process, but not an ancestor of the eldest that is no orphan since.
    return eldest === undefined || (one !== eldest && !ancestry.isBelow(eldest, one.pid));
  };
  const byProcess = groupBy(byAge, ({process}) => process);
  const isFromElder = (holder: OpenFile) =>
    ancestry
      .above(holder.process)
      .some(elder => byProcess.get(elder)?.some(one => passing.isPassedDown(holder, one)));
  const isFromGone = ({process}: OpenFile) =>
    ancestry.comesFromGone(process, isLater) || (!acquirer && ancestry.isBelow(process, acquirerPid));
  const isInherited = (holder: OpenFile) =>
    ((isLater(holder.process) || !acquirer) && isFromElder(holder)) || isFromGone(holder);
  return holder => {
    if (holder.process === acquirer?.process) return {kind: 'acquired'};
    if (acquirerPid === null && holder.process === eldest) return null;
    if (isInherited(holder)) return inheritedBy(holder.process);
    return acquirerPid === null ? null : {kind: 'shared-with-acquirer'};
  };
}
