import {posix} from 'node:path';
import {meansGone, orUndefined} from '../../kernel/read.ts';
import {pidFilesIn} from '../../parse/pid-file.ts';
import {type OpenFile, openFilesWhere} from '../descriptors/open-files.ts';
import {PID_FILES} from '../gap-names.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {addressBelow, addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {showsOwnPids} from '../visibility.ts';

/** Where a pid file may lie. */
export interface PidFilePlace {
  /** A path that leads to the file from here. */
  readonly path: string;
  /** The path by way of a root directory, or of a descriptor, in the procfs. */
  readonly procPath: string;
  /** undefined of a file that merely lies in /run. */
  readonly user: PidFileUser | undefined;
}

/** A process that has a pid file open, or names it in its command line. */
export interface PidFileUser {
  readonly process: Process;
  /** The path of the file as the process shows it. */
  readonly seen: string;
  /** Which file of the process shows that. */
  readonly seenIn: 'cmdline' | `fd/${number}`;
}

/** The pid files that these processes name in their command lines, or have open. */
export function placesOfProcesses(
  snapshot: Snapshot,
  processes: readonly Process[],
  openFiles: ReadonlyMap<string, readonly OpenFile[]>,
): PidFilePlace[] {
  const asked = new Set(processes);
  const open = [...openFilesWhere(openFiles, link => /^\/.*\.pid$/s.test(link))].flatMap(([path, files]) =>
    files
      .filter(({process}) => asked.has(process))
      .map(({process, descriptor}) => ({
        process,
        path: addressOf(snapshot, process, descriptor, path),
        procPath: `${process.pid}/fd/${descriptor.fd}`,
        seen: path,
        seenIn: `fd/${descriptor.fd}` as const,
      })),
  );
  // Workers have one command line, which is looked through once.
  const filesIn = onceEach(pidFilesIn);
  const named = processes.flatMap(process =>
    namedBy(process, filesIn).map(path => ({
      process,
      path: addressBelow(snapshot, process, path),
      procPath: `${process.pid}/root${path}`,
      seen: path,
      seenIn: 'cmdline' as const,
    })),
  );
  return [...named, ...open]
    .filter(({process}) => countsOurPids(process))
    .map(({path, procPath, ...user}) => ({path, procPath, user}));
}

/** Inside of a pid namespace of its own, a process counts other pids than those seen here. */
function countsOurPids(process: Process): boolean {
  return orUndefined(process.status())?.nspids.length === 1;
}

function namedBy(process: Process, filesIn: typeof pidFilesIn): string[] {
  return filesIn(orUndefined(process.argv()) ?? []).flatMap(file => {
    if (posix.isAbsolute(file)) return posix.normalize(file);
    const cwd = orUndefined(process.cwd());
    return cwd === undefined ? [] : posix.resolve(cwd, file);
  });
}

/** The files called .pid in /run and the folders in it: hier(7). None for the procfs of another pid namespace. */
export function placesInRun(snapshot: Snapshot): PidFilePlace[] {
  if (!showsOwnPids(snapshot)) return [];
  return [...runFolders(snapshot)].flatMap(folder =>
    namesIn(snapshot, folder)
      .filter(name => /.\.pid$/s.test(name))
      .map(name => `${folder}/${name}`)
      .map(path => ({path, procPath: `self/root${path}`, user: undefined})),
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
