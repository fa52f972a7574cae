import {posix} from 'node:path';
import {meansGone, orUndefined} from '../../kernel/read.ts';
import {pidFilesIn} from '../../parse/pid-file.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {showsOwnPids} from '../visibility.ts';

/** What the ledger calls the folders and files of this question. */
export const PID_FILES = 'pid files';

/** Where a pid file may lie. */
export interface PidFilePlace {
  /** As who uses it sees it. */
  readonly path: string;
  /** The same by way of a root directory in the procfs. */
  readonly procPath: string;
  /** The process that has it open, or in its command line; undefined of one that merely lies in /run. */
  readonly relative: Process | undefined;
}

/** The pid files that these processes name in their command lines, or have open. */
export function placesOfProcesses(
  processes: readonly Process[],
  openFiles: ReadonlyMap<string, readonly OpenFile[]>,
): PidFilePlace[] {
  const asked = new Set(processes);
  const open = [...openFiles].flatMap(([path, files]) =>
    /^\/.*\.pid$/s.test(path)
      ? files.flatMap(({process}) => (asked.has(process) ? {process, path} : []))
      : [],
  );
  const named = processes.flatMap(process => namedBy(process).map(path => ({process, path})));
  return [...named, ...open]
    .filter(({process}) => countsOurPids(process))
    .map(({process, path}) => ({path, procPath: `${process.pid}/root${path}`, relative: process}));
}

/** A pid in a pid namespace of its own is another number there than here. */
function countsOurPids(process: Process): boolean {
  return orUndefined(process.status())?.nspids.length === 1;
}

function namedBy(process: Process): string[] {
  return pidFilesIn(orUndefined(process.argv()) ?? []).flatMap(file => {
    if (posix.isAbsolute(file)) return posix.normalize(file);
    const cwd = orUndefined(process.cwd());
    return cwd === undefined ? [] : posix.resolve(cwd, file);
  });
}

/** What is called .pid in /run and the folders in it: hier(7). Of another pid namespace's procfs, none. */
export function placesInRun(snapshot: Snapshot): PidFilePlace[] {
  if (!showsOwnPids(snapshot)) return [];
  return [...runFolders(snapshot)].flatMap(folder =>
    namesIn(snapshot, folder)
      .filter(name => /.\.pid$/s.test(name))
      .map(name => `${folder}/${name}`)
      .map(path => ({path, procPath: `self/root${path}`, relative: undefined})),
  );
}

/** On old systems /var/run is a folder of its own; now it is a link to /run. */
function runFolders(snapshot: Snapshot): string[] {
  const inodeOf = (top: string) => orUndefined(snapshot.machine.procfs.stat(`self/root${top}`))?.inode;
  const tops = inodeOf('/run') === inodeOf('/var/run') ? ['/run'] : ['/run', '/var/run'];
  return tops.flatMap(top => [top, ...namesIn(snapshot, top).map(name => `${top}/${name}`)]);
}

function namesIn({machine, ledger}: Snapshot, folder: string): string[] {
  const names = machine.procfs.list(`self/root${folder}`);
  if (!names.ok && !meansGone(names.errno) && names.errno !== 'ENOTDIR') ledger.note(PID_FILES, names.errno);
  return orUndefined(names) ?? [];
}
