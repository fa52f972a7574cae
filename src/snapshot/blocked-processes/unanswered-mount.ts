import {resolve} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {parseFuseMounts} from '../../parse/mountinfo.ts';
import {type Condition, conditionOf} from '../condition.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {FUSE_DEVICE} from '../wait-chain/fuse-servers.ts';

/** A file system that had no answer for a path on it. */
export interface UnansweredMount {
  readonly mountPoint: string;
  /** What serves it, by its connection to fuse(4); undefined where that isn't visible, and for NFS and its like. */
  readonly server: Process | undefined;
  /** What keeps the server from running, if anything does. */
  readonly condition: Condition['kind'] | undefined;
}

/** The file system that a path is on, if it is one that a server answers for; undefined where none is known. */
export function unansweredMountAt(snapshot: Snapshot, path: string): UnansweredMount | undefined {
  const {machine} = snapshot;
  const table = machine.procfs.read('self/mountinfo');
  const fuse = table.ok ? parseFuseMounts(table.value) : new Map<number, string>();
  const silent = [...(machine.silentMounts ?? [])];
  const whole = resolve(path);
  const above = [...silent, ...fuse.values()].filter(one => whole === one || whole.startsWith(`${one}/`));
  // A symbolic link may have led there.
  const mountPoint =
    above.sort((a, b) => b.length - a.length)[0] ?? (silent.length === 1 ? silent[0] : undefined);
  if (mountPoint === undefined) return undefined;
  const connections = [...fuse].filter(([, place]) => place === mountPoint).map(([connection]) => connection);
  const open = openFilesByTarget(snapshot.others(), link => link === FUSE_DEVICE).get(FUSE_DEVICE) ?? [];
  const server = open.find(({descriptor}) =>
    connections.includes(orUndefined(descriptor.info())?.fuseConnection ?? Number.NaN),
  )?.process;
  return {mountPoint, server, condition: server && conditionOf(snapshot, server)?.kind};
}
