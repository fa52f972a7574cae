import {orUndefined} from '../../kernel/read.ts';
import {decodeWaitChannel} from '../../parse/calls/wait-channel.ts';
import {leaseBreaks} from '../locks/lock-table.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import type {Awaited} from './awaited.ts';
import type {EdgeTarget} from './edge.ts';
import {keepsLock} from './listed-locks.ts';
import {foundAtOnce, type Search} from './search.ts';
import {listedSeen, lockSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/** The lease that a thread waits for in open(2) or truncate(2), by the function it sleeps in and /proc/locks. */
export function leaseBrokenBy(snapshot: Snapshot, thread: Thread): Awaited | undefined {
  if (decodeWaitChannel(thread.waitChannel() ?? '') !== 'lease') return undefined;
  const lease = leaseBreaks(snapshot).find(({breakerPid}) => breakerPid === thread.pid)?.lease;
  return lease && {kind: 'lease', lease};
}

/** The process that took a lease, unless it is seen to have given it up. When its time is up, the kernel takes it away. */
export function searchLease(snapshot: Snapshot, {lease}: Awaited & {kind: 'lease'}): Search {
  const {acquirerPid, inode, device} = lease;
  const others: WakeUp[] = [{kind: 'lease-break-time'}];
  const process = acquirerPid === null ? undefined : snapshot.find(acquirerPid);
  const open = process && orUndefined(process.descriptors());
  const kept = open?.filter(descriptor => keepsLock(descriptor, lease));
  if (!process || process.isZombie() || kept?.length === 0)
    return foundAtOnce([], [{kind: 'lease-holder-unseen', file: {inode, device}}, ...others]);
  const fds = (kept ?? []).map(({fd}) => fd);
  const evidence = [
    listedSeen(lease, {kind: 'lease-break', inode, acquirerPid: process.pid}),
    ...fds.map(fd => lockSeen(process, fd, lease)),
  ];
  const path = kept?.[0]?.target();
  const link = path && orUndefined(path);
  const target: EdgeTarget = link === undefined ? {kind: 'file', inode, device} : {kind: 'link', link};
  const certainty = kept ? 'proven' : 'likely';
  return foundAtOnce([{process, kind: 'breaks-lease', target, fds, certainty, evidence}], others);
}
