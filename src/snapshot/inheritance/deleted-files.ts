import {posix} from 'node:path';
import type {FileStat, InodeNumber} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {deletedMappingsIn, type MappedDeleted} from '../descriptors/deleted-mappings.ts';
import {type OpenFile, openFilesWhere} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** A regular file on a disk that has no name any more: its space is free when nobody has it open or mapped any more. */
export interface DeletedFile {
  /** The name it had last. */
  readonly path: string;
  readonly device: number;
  readonly inode: InodeNumber;
  /** The disk space it takes; its size where that is not known. */
  readonly bytes: number;
  /**
   * Whether it looks like a scratch file, which a program deletes as soon as it has made it, to keep it to itself: it
   * was directly in /tmp or /var/tmp, or never had a name (O_TMPFILE).
   */
  readonly isScratch: boolean;
  /** By ascending pid; none where it is only mapped. */
  readonly holders: readonly OpenFile[];
  /** Who has it mapped, open or not, by ascending pid: all maps of the machine are read once this is asked. */
  readonly mappedBy: () => readonly MappedDeleted[];
}

const DELETED = ' (deleted)';

/** Names that the kernel gives to what lies on no disk: memfd_create(2), shmget(2), shm_open(3), devices. */
const notOnDisk = /^\/(?:memfd:|SYSV[0-9a-f]{8}|dev\/|\[)/;

/**
 * The deleted files that processes have open, or that some of them have mapped. Of a file with a name, only the link is
 * read. Programs and libraries that are mapped and nothing else are left out: an upgrade replaces them.
 * @param asked whose mappings count, where nobody has the file open
 */
export function readDeletedFiles(scene: DescriptorScene, asked: readonly Process[]): DeletedFile[] {
  const {snapshot} = scene;
  const deleted = openFilesWhere(
    scene.openFiles,
    link => link.startsWith('/') && link.endsWith(DELETED) && !notOnDisk.test(link),
  );
  const open = [...deleted.values()].flat();
  const opened = groupBy(open, ({descriptor}) => {
    const stat = orUndefined(descriptor.stat());
    return stat?.kind === 'file' && stat.links === 0 ? identityOf(stat) : undefined;
  });
  const mappingsIn = deletedMappingsIn(snapshot, scene.syscalls);
  const mappings = once(() => mappingsIn(snapshot.others()));
  const byFile = once(() => groupBy(mappings(), ({stat}) => identityOf(stat)));
  const mappedBy = (identity: string) => byFile().get(identity) ?? [];
  const onlyMapped = groupBy(
    mappingsIn(asked).filter(one => !one.isProgram),
    ({stat}) => identityOf(stat),
  );
  return [
    ...[...opened].flatMap(([identity, files]) => {
      if (identity === undefined) return [];
      const holders = scene.withoutCommonTables(files).sort((a, b) => a.process.pid - b.process.pid);
      const [first] = holders;
      const stat = first && orUndefined(first.descriptor.stat());
      const target = first && orUndefined(first.descriptor.target());
      if (!stat || target === undefined) return [];
      const path = target.slice(0, -DELETED.length);
      return [{...deletedFile(path, stat), holders, mappedBy: () => mappedBy(identity)}];
    }),
    ...[...onlyMapped].flatMap(([identity, [first]]) =>
      first && !opened.has(identity)
        ? [{...deletedFile(first.path, first.stat), holders: [], mappedBy: () => mappedBy(identity)}]
        : [],
    ),
  ];
}

function identityOf({device, inode}: FileStat): string {
  return `${device}:${inode}`;
}

function deletedFile(
  path: string,
  {device, inode, size, allocated}: FileStat,
): Omit<DeletedFile, 'holders' | 'mappedBy'> {
  const [folder, name] = [posix.dirname(path), posix.basename(path)];
  const isScratch = ['/tmp', '/var/tmp'].includes(folder) || name === `#${inode}`;
  return {path, device, inode, bytes: allocated ?? size, isScratch};
}
