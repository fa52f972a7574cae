import {orUndefined} from '../../kernel/read.ts';
import {parseFuseMounts} from '../../parse/mountinfo.ts';
import {askedMount} from '../calls/asked-mount.ts';
import {seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import type {Search} from './search.ts';

/** What a server of a FUSE file system has open: fuse(4). */
export const FUSE_DEVICE = '/dev/fuse';

/**
 * The processes that serve the FUSE file systems which the waiter has mounted: their fdinfo of /dev/fuse names the
 * connection (fuse_connection), as the device of the mount does. Which of several mounts the waiter asks, its call shows by
 * a descriptor, or by a path that symbolic links may lead elsewhere; other calls don't, so that any of the servers may be
 * the one, nor whether it asks one that is mounted nowhere any more.
 */
export function searchFuseServers(
  snapshot: Snapshot,
  waiter: Process,
  {function: name, thread}: Awaited & {kind: 'fuse-answer'},
): Search {
  return {
    link: FUSE_DEVICE,
    find(open) {
      const table = snapshot.machine.procfs.read(`${waiter.pid}/mountinfo`);
      const all = table.ok ? parseFuseMounts(table.value) : new Map<number, string>();
      const asked = Number(askedMount(snapshot, waiter, thread)?.device.split(':')[1]);
      const mounts = all.has(asked) ? new Map([[asked, all.get(asked)]]) : all;
      const enders = open.linkedTo(FUSE_DEVICE).flatMap(({process, descriptor}) => {
        const {fd} = descriptor;
        const connection = orUndefined(descriptor.info())?.fuseConnection;
        const mountPoint = connection === undefined ? undefined : mounts.get(connection);
        if (connection === undefined || mountPoint === undefined || process === waiter) return [];
        return {
          process,
          kind: 'waits-for-server' as const,
          target: {kind: 'link' as const, link: addressBelow(snapshot, waiter, mountPoint)},
          fds: [fd],
          certainty: 'likely' as const,
          evidence: [
            seenIn(waiter.pid, 'wchan', null, name),
            seenIn(process.pid, `fdinfo/${fd}`, 'fuse_connection', connection),
          ],
          connection,
        };
      });
      const unseen = {kind: 'kernel-function', function: name, waitsFor: 'fuse-answer'} as const;
      return {enders, others: enders.length === 0 ? [unseen] : []};
    },
  };
}
