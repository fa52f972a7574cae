import {resolve} from 'node:path';
import {type FileStat, isSameInode} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parseBackingFile} from '../../parse/backing-file.ts';
import {parseSwaps} from '../../parse/swaps.ts';
import {decodeText} from '../../parse/text.ts';
import {deviceNumbers} from '../device.ts';
import {LOOP_DEVICES} from '../gap-names.ts';
import {oncePer} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';
import {machineMounts, mountAt} from './machine-mounts.ts';

/** A loop device that has a file: loop(4). */
export interface LoopDevice {
  /** "/dev/loop0". */
  readonly path: string;
  /** "7:0". */
  readonly numbers: string;
  readonly backingFile: string;
  /** Whether that file has no name any more. */
  readonly deleted: boolean;
}

const BLOCK = 'self/root/sys/block';

/** Every loop device that has a file, by what sysfs says, which everybody may read. */
export const readLoopDevices = oncePer((snapshot: Snapshot): readonly LoopDevice[] => {
  const {procfs} = snapshot.machine;
  const names = procfs.list(BLOCK);
  if (!names.ok) snapshot.ledger.note(LOOP_DEVICES, names.errno === 'ENOENT' ? 'ENODATA' : names.errno);
  const loops = (orUndefined(names) ?? []).filter(name => name.startsWith('loop'));
  return loops.flatMap(name => {
    const content = procfs.read(`${BLOCK}/${name}/loop/backing_file`);
    if (!content.ok) snapshot.ledger.note(LOOP_DEVICES, content.errno);
    const file = content.ok ? parseBackingFile(content.value) : undefined;
    const numbers = orUndefined(procfs.read(`${BLOCK}/${name}/dev`));
    if (!file || !numbers) return [];
    return {
      path: `/dev/${name}`,
      numbers: decodeText(numbers).trim(),
      backingFile: file.path,
      deleted: file.deleted,
    };
  });
});

/** The loop devices whose file this is. */
export function loopDevicesOn(snapshot: Snapshot, file: FileStat, path: string): LoopDevice[] {
  return readLoopDevices(snapshot).filter(
    one => !one.deleted && (one.backingFile === resolve(path) || isAt(snapshot, one.backingFile, file)),
  );
}

/** Whether a file or a block device is swap space: swapon(2). */
export function isSwap(snapshot: Snapshot, file: FileStat, path: string): boolean {
  const swaps = orUndefined(snapshot.source.read('swaps', parseSwaps)) ?? [];
  return swaps.some(one => !one.deleted && (one.path === resolve(path) || isAt(snapshot, one.path, file)));
}

/** The block devices that are built on one, such as "dm-0" and "md127". */
export function devicesOn({machine: {procfs}}: Snapshot, numbers: string): readonly string[] {
  return orUndefined(procfs.list(`self/root/sys/dev/block/${numbers}/holders`)) ?? [];
}

/** Asks only the file system that answered for the file: another one may hang. */
function isAt(snapshot: Snapshot, path: string, file: FileStat): boolean {
  const [own] = machineMounts(snapshot);
  if (mountAt(own?.mounts ?? [], path)?.device !== deviceNumbers(file.device)) return false;
  return isSameInode(file, orUndefined(snapshot.source.stat(`self/root${path}`)));
}
