import type {InodeNumber} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {groupByDescription} from '../descriptors/descriptions.ts';
import {type OpenFile, openFilesWhere} from '../descriptors/open-files.ts';
import type {Sameness} from '../descriptors/same-description.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** An executable file that stays open for writing in other processes than the one that opened it: execve(2) of it fails. */
export interface BusyProgram {
  readonly path: string;
  readonly device: number;
  readonly inode: InodeNumber;
  /** The processes that have it open by one description, one descriptor each; by ascending pid. */
  readonly writers: readonly [OpenFile, ...OpenFile[]];
  /** The writers that have called execve(2) since their parent had it: nothing makes them close it. */
  readonly inheritors: readonly (OpenFile & Sameness)[];
}

/** S_IXUSR of inode(7): the owner of a file may execute it. */
const OWNER_EXECUTES = 0o100;

/**
 * Executable files that several processes, or one that was forked and has not called execve(2) since, have open
 * for writing above fd 2. A single program that writes one (a linker, a download) closes it when it is done. A
 * log is appended to, and what is locked is a lock file or a database, whatever its mode: os.open() of Python makes any
 * file executable.
 */
export function readBusyPrograms(scene: DescriptorScene): BusyProgram[] {
  const held = openFilesWhere(
    scene.openFiles,
    (link, files) => link.startsWith('/') && !/^\/(?:dev\/|memfd:)/.test(link) && mayBeHeld(files),
  );
  return [...held].flatMap(([target, files]) => {
    if (!isProgram(files[0])) return [];
    if (files.some(isLocked)) return [];
    const writing = scene.withoutCommonTables(files).filter(isWritten);
    return groupByDescription(writing, scene.syscalls).flatMap(({holders}) =>
      busyProgram(scene, target, onePerProcess(holders)),
    );
  });
}

function mayBeHeld(files: readonly OpenFile[]): boolean {
  const [first] = files;
  return files.some(({process}) => process.stat.forkedWithoutExec || process !== first?.process);
}

function isProgram(file: OpenFile | undefined): boolean {
  const stat = file && orUndefined(file.descriptor.stat());
  if (stat?.kind !== 'file' || stat.links === 0 || stat.size === 0) return false;
  return ((stat.mode ?? 0) & OWNER_EXECUTES) !== 0;
}

function isWritten({descriptor}: OpenFile): boolean {
  const info = orUndefined(descriptor.info());
  return descriptor.fd > 2 && info?.append === false && info.accessMode?.includes('w') === true;
}

function isLocked({descriptor}: OpenFile): boolean {
  return (orUndefined(descriptor.info())?.locks.length ?? 0) > 0;
}

function onePerProcess(files: readonly OpenFile[]): OpenFile[] {
  const byPid = new Map([...files].reverse().map(file => [file.process.pid, file]));
  return [...byPid.values()].sort((a, b) => a.process.pid - b.process.pid);
}

function busyProgram(scene: DescriptorScene, path: string, writers: readonly OpenFile[]): BusyProgram[] {
  const [first, ...more] = writers;
  const stat = first && orUndefined(first.descriptor.stat());
  if (!stat || !isProgram(first) || !mayBeHeld(writers)) return [];
  const inheritors = writers.flatMap(writer => {
    const inParent = writer.process.stat.forkedWithoutExec ? undefined : scene.sameInParent(writer);
    return inParent ? [{...writer, certainty: inParent.certainty, proof: inParent.proof}] : [];
  });
  if (inheritors.length === 0 && isStillInUse(scene, writers)) return [];
  return [{path, device: stat.device, inode: stat.inode, writers: [first, ...more], inheritors}];
}

/**
 * Whether one process has the file, and its forks from there: it isn't written for good, or is the data of them all, as of a
 * server and its workers. Who writes a program closes it before starting that.
 */
function isStillInUse({snapshot}: DescriptorScene, writers: readonly OpenFile[]): boolean {
  const holders = new Set(writers.map(({process}) => process));
  const first = [...holders].filter(one => !snapshot.ancestors(one).some(above => holders.has(above)));
  return holders.size > 1 && first.length === 1;
}
