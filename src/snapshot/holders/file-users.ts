import {basename} from 'node:path';
import {type FileStat, isSameInode} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {readDeletedMappings} from '../descriptors/deleted-mappings.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {HolderSearch} from './holder-search.ts';

/** A process that uses a file without a descriptor: lsof(8) has these as "cwd", "rtd" and "mem". */
export interface FileUser {
  readonly process: Process;
  /**
   * cwd: as its working directory. root: as its root directory, by chroot(2) or pivot_root(2). mapped: by mmap(2). Of
   * what is on a mount, also executed: as its program; and open: by a descriptor.
   */
  readonly use: 'cwd' | 'root' | 'mapped' | 'executed' | 'open';
  /** The descriptor of a file that is open on a mount. */
  readonly end?: OpenFile;
}

/** The processes that use a file or directory without a descriptor, but those that execute it. */
export function fileUsers(snapshot: Snapshot, {file, path}: HolderSearch): FileUser[] {
  if (!file) return [];
  const use = (is: (process: Process) => boolean, use: FileUser['use']) =>
    snapshot.others().flatMap(process => (is(process) ? [{process, use}] : []));
  if (file.kind === 'file') return use(process => maps(snapshot, process, file, path), 'mapped');
  if (file.kind !== 'directory') return [];
  const at = (link: string) => (process: Process) => isFile(snapshot, `${process.pid}/${link}`, file);
  const isOurRoot = isFile(snapshot, 'self/root', file);
  return [...use(at('cwd'), 'cwd'), ...(isOurRoot ? [] : use(at('root'), 'root'))];
}

/** Processes that execute the file: while they do, no process can open it for writing, and the other way round (ETXTBSY). */
export function executing(snapshot: Snapshot, {file}: HolderSearch): Process[] {
  if (file?.kind !== 'file') return [];
  return snapshot.others().filter(({pid}) => isFile(snapshot, `${pid}/exe`, file));
}

function isFile({source}: Snapshot, path: string, file: FileStat): boolean {
  return isSameInode(file, orUndefined(source.stat(path)));
}

function hasDeletedMapped(snapshot: Snapshot, process: Process, file: FileStat): boolean {
  return readDeletedMappings(snapshot, process).some(({stat}) => isSameInode(file, stat));
}

/**
 * Whether a process has a file mapped. The name or inode number of a mapping makes it a candidate; stat(2), by way of the
 * process's own root, decides. A process that executes the file has it mapped for that, and does not count.
 */
function maps(snapshot: Snapshot, process: Process, file: FileStat, path: string): boolean {
  const mapped = orUndefined(process.maps()) ?? [];
  const alike = mapped.filter(
    one => one.inode === file.inode || (!one.deleted && basename(one.path) === basename(path)),
  );
  const isMapped =
    alike.some(one => !one.deleted && isFile(snapshot, `${process.pid}/root${one.path}`, file)) ||
    (file.links === 0 && alike.some(one => one.deleted) && hasDeletedMapped(snapshot, process, file));
  return isMapped && !isFile(snapshot, `${process.pid}/exe`, file);
}
