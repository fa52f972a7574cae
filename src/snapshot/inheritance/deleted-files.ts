import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** A regular file on a disk that has no name any more: its space is free when the last holder closes it. */
export interface DeletedFile {
  /** The name it had last. */
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** The disk space it takes; its size where that is not known. */
  readonly bytes: number;
  /**
   * Whether it looks like a scratch file, which a program deletes as soon as it has made it, to keep it to itself: it
   * was directly in /tmp or /var/tmp, or never had a name (O_TMPFILE).
   */
  readonly isScratch: boolean;
  /** At least one; by ascending pid. */
  readonly holders: readonly [OpenFile, ...OpenFile[]];
}

const DELETED = ' (deleted)';

/** Names that the kernel gives to what lies on no disk: memfd_create(2), shmget(2), shm_open(3), devices. */
const notOnDisk = /^\/(?:memfd:|SYSV[0-9a-f]{8}|dev\/|\[)/;

/** The deleted files that processes have open. Of a file with a name, only the link is read. */
export function readDeletedFiles(scene: DescriptorScene): DeletedFile[] {
  const open = [...scene.openFiles].flatMap(([target, files]) =>
    target.startsWith('/') && target.endsWith(DELETED) && !notOnDisk.test(target) ? files : [],
  );
  const identity = ({descriptor}: OpenFile) => {
    const stat = orUndefined(descriptor.stat());
    return stat?.kind === 'file' && stat.links === 0 ? `${stat.device}:${stat.inode}` : undefined;
  };
  return [...groupBy(open, identity)].flatMap(([file, holders]) =>
    file === undefined ? [] : (deletedFile(scene.withoutCommonTables(holders)) ?? []),
  );
}

function deletedFile(open: readonly OpenFile[]): DeletedFile | undefined {
  const [first, ...more] = [...open].sort((a, b) => a.process.pid - b.process.pid);
  const stat = first && orUndefined(first.descriptor.stat());
  const target = first && orUndefined(first.descriptor.target());
  if (!stat || target === undefined) return undefined;
  const path = target.slice(0, -DELETED.length);
  const {device, inode, size, allocated} = stat;
  const [folder, name] = [posix.dirname(path), posix.basename(path)];
  const isScratch = ['/tmp', '/var/tmp'].includes(folder) || name === `#${inode}`;
  return {path, device, inode, bytes: allocated ?? size, isScratch, holders: [first, ...more]};
}
