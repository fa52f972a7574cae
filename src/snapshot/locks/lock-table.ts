import {orUndefined, type Read} from '../../kernel/read.ts';
import {type LeaseBreak, parseLeaseBreaks} from '../../parse/locks/lease-breaks.ts';
import {type LockEntry, parseProcLocks} from '../../parse/locks/proc-locks.ts';
import {oncePer} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';

/** The locks of /proc/locks with the requests that wait for them, in the kernel's order: read once a snapshot. */
export const lockTable = oncePer(
  ({source}: Snapshot): Read<readonly LockEntry[]> => source.read('locks', parseProcLocks),
);

/** The leases in it that are being broken. */
export const leaseBreaks = oncePer(
  ({source}: Snapshot): readonly LeaseBreak[] => orUndefined(source.read('locks', parseLeaseBreaks)) ?? [],
);

/** The locks of /proc/locks as they are now, which shows what was released since the snapshot. */
export function lockTableNow({source}: Snapshot): Read<readonly LockEntry[]> {
  return source.read('locks', parseProcLocks);
}
