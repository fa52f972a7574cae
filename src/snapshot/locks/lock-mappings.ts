import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {parseMappedInodes} from '../../parse/process/pid-maps.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock} from './file-lock.ts';

/** With fewer processes their maps are read sooner than the kernel has gone through all mappings of the machine (measured). */
const MANY_PROCESSES = 500;

/**
 * The processes that have the file of a lock mapped, of which no descriptor is seen to keep it: mmap(2) keeps the open file
 * description, and its lock, when every descriptor is closed. Maps are read once, and only if they are asked for; where
 * processes are many, only of those that the kernel says have one of these files mapped.
 */
export function groupMappings(
  snapshot: Snapshot,
  locks: readonly FileLock[],
  syscalls: Syscalls,
): (lock: FileLock) => readonly Process[] {
  const worthReading = () => {
    const others = snapshot.others();
    const inodes = new Set(locks.filter(mayBeKeptByMapping).map(({inode}) => inode));
    const known = others.length < MANY_PROCESSES ? undefined : orUndefined(syscalls.mappers([...inodes]));
    return known ? others.filter(({pid}) => known.has(pid)) : others;
  };
  const mapped = once(() =>
    worthReading().map(process => {
      const inodes = orUndefined(snapshot.source.read(`${process.pid}/maps`, parseMappedInodes));
      return {process, inodes};
    }),
  );
  return lock => {
    if (!mayBeKeptByMapping(lock)) return [];
    const {device, inode} = lock;
    return mapped().flatMap(({process, inodes}) => (inodes?.has(`${device} ${inode}`) ? [process] : []));
  };
}

/** A POSIX lock belongs to its process, and goes with the first descriptor of the file that it closes: fcntl(2). */
function mayBeKeptByMapping({class: lockClass, holderVisible}: FileLock): boolean {
  return !holderVisible && lockClass !== 'posix';
}

/** The process that took a lock, if no descriptor shows that it has it, but it has the file mapped. */
export function mappingAcquirer(snapshot: Snapshot, lock: FileLock): Process | undefined {
  const {acquirerPid, device, inode} = lock;
  if (!mayBeKeptByMapping(lock) || acquirerPid === null) return undefined;
  const acquirer = snapshot.find(acquirerPid);
  const mapped = acquirer && orUndefined(snapshot.source.read(`${acquirerPid}/maps`, parseMappedInodes));
  return mapped?.has(`${device} ${inode}`) ? acquirer : undefined;
}

/** The path of a locked file as the process that keeps it by a mapping has it mapped; null where none does. */
export function pathMapped(keeper: Process | undefined, {inode}: FileLock): string | null {
  const files = keeper && orUndefined(keeper.maps());
  return files?.find(file => file.inode === inode)?.path ?? null;
}
