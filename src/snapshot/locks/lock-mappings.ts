import {orUndefined} from '../../kernel/read.ts';
import {parseMappedInodes} from '../../parse/process/pid-maps.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock} from './file-lock.ts';

/**
 * The processes that have the file of a lock mapped: mmap(2) keeps the open file description, and its lock, when every
 * descriptor is closed. The maps of all processes are read once, and only if they are asked for.
 */
export function groupMappings(snapshot: Snapshot): (lock: FileLock) => readonly Process[] {
  const mapped = once(() =>
    snapshot.others().map(process => {
      const inodes = orUndefined(snapshot.source.read(`${process.pid}/maps`, parseMappedInodes));
      return {process, inodes};
    }),
  );
  return ({device, inode}) =>
    mapped().flatMap(({process, inodes}) => (inodes?.has(`${device} ${inode}`) ? [process] : []));
}

/** The process that took a lock, if no descriptor shows that it has it, but it has the file mapped. */
export function mappingAcquirer(snapshot: Snapshot, lock: FileLock): Process | undefined {
  const {acquirerPid, holderVisible, class: lockClass, device, inode} = lock;
  if (holderVisible || lockClass === 'posix' || acquirerPid === null) return undefined;
  const acquirer = snapshot.find(acquirerPid);
  const mapped = acquirer && orUndefined(snapshot.source.read(`${acquirerPid}/maps`, parseMappedInodes));
  return mapped?.has(`${device} ${inode}`) ? acquirer : undefined;
}

/** The path of a locked file as the process that keeps it by a mapping has it mapped; null where none does. */
export function pathMapped(keeper: Process | undefined, {inode}: FileLock): string | null {
  const files = keeper && orUndefined(keeper.maps());
  return files?.find(file => file.inode === inode)?.path ?? null;
}
