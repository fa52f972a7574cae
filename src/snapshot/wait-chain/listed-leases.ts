import {orUndefined} from '../../kernel/read.ts';
import {decodeWaitChannel} from '../../parse/calls/wait-channel.ts';
import {parseLeaseBreaks} from '../../parse/locks/lease-breaks.ts';
import type {Thread} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {keepsLock} from './listed-locks.ts';
import {foundAtOnce, type Search} from './search.ts';

/** The lease that a thread waits for in open(2) or truncate(2), by the function it sleeps in and /proc/locks. */
export function leaseBrokenBy({source}: Snapshot, thread: Thread): Awaited | undefined {
  if (decodeWaitChannel(thread.waitChannel() ?? '') !== 'a lease to be given back') return undefined;
  const breaks = orUndefined(source.read('locks', parseLeaseBreaks)) ?? [];
  const lease = breaks.find(({breakerPid}) => breakerPid === thread.pid)?.lease;
  return lease && {kind: 'lease', lease};
}

/** Whoever took a lease, if it is not seen to have it no more. When its time is up, the kernel takes it away. */
export function searchLease(snapshot: Snapshot, {lease}: Awaited & {kind: 'lease'}): Search {
  const {acquirerPid, inode, device} = lease;
  const others = ['time (fs.lease-break-time)'];
  const process = acquirerPid === null ? undefined : snapshot.find(acquirerPid);
  const open = process && orUndefined(process.descriptors());
  const kept = open?.filter(descriptor => keepsLock(descriptor, lease));
  const hidden = `a lease on inode ${inode} of device ${device}, whose holder was not seen`;
  if (!process || process.isZombie() || kept?.length === 0) return foundAtOnce([], [hidden, ...others]);
  const fds = (kept ?? []).map(({fd}) => fd);
  const evidence = [
    `/proc/locks: a lease on inode ${inode}, taken by ${process.pid}, is being broken`,
    ...fds.map(fd => `/proc/${process.pid}/fdinfo/${fd} shows that lease`),
  ];
  const path = kept?.[0]?.target();
  const target = (path && orUndefined(path)) ?? `inode ${inode} of device ${device}`;
  const certainty = kept ? 'proven' : 'likely';
  return foundAtOnce([{process, kind: 'breaks-lease', target, fds, certainty, evidence}], others);
}
