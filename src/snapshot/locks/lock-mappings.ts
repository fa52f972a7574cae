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
