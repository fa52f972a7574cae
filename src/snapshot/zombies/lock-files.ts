import {posix} from 'node:path';
import {mapRead, orUndefined} from '../../kernel/read.ts';
import {parseLockLink} from '../../parse/locks/lock-link.ts';
import {PID_FILE_BYTES, parsePidFile, pidFilesIn} from '../../parse/pid-file.ts';
import {decodeText} from '../../parse/text.ts';
import {groupBy} from '../group-by.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {addressBelow} from '../root-view.ts';
import {isElsewhere} from '../scripts/link-owner.ts';
import type {Snapshot} from '../snapshot.ts';
import {showsOwnPids} from '../visibility.ts';

/** A file or link by whose existence a process has a lock, and that has the pid of the process in it. */
interface NamingFile {
  /** A path that leads to it from here. */
  readonly path: string;
  readonly pid: number;
  /** When it was written: milliseconds since the epoch; undefined of a link. */
  readonly modifiedMs: number | undefined;
}

/** Names of pid files and lock files: hier(7), flock(1), Emacs, Mercurial, PostgreSQL, UUCP. */
const LOCK_NAME = /.\.(?:pid|lock|lck)$|^\.#|^LCK\.\.|^w?lock$/s;

/** More names in a folder than these are not looked at: it is no folder for locks. */
const MOST_NAMES = 1000;

/** Clocks are good to some milliseconds, and file systems may keep times of two seconds. */
const CLOCK_SLACK_MS = 2000;

/**
 * The files and links that keep a zombie's locks valid: who asks for their pid by kill(2) with signal 0 still finds it.
 * They are searched for where pid files lie, and in the working directory of the parent, as the zombie's own is gone.
 */
export function lockFilesNaming(
  snapshot: Snapshot,
  zombie: Pick<Process, 'pid' | 'stat'>,
  parent: Process | undefined,
): readonly string[] {
  const {pid} = zombie;
  const [run, near] = [inRun(snapshot).get(pid), parent && nearParent(parent)(snapshot).get(pid)];
  if (!run && !near) return NONE;
  const ofThisPid = [...(run ?? NONE), ...(near ?? NONE)];
  const startedAtMs = snapshot.startedAtMs(zombie) ?? Number.POSITIVE_INFINITY;
  const naming = ofThisPid.filter(
    ({modifiedMs}) => modifiedMs === undefined || modifiedMs >= startedAtMs - CLOCK_SLACK_MS,
  );
  return [...new Set(naming.map(({path}) => path))];
}

/** Most zombies have none. */
const NONE: readonly never[] = [];

/** Files by the pid that they have in them. */
type NamingFiles = ReadonlyMap<number, readonly NamingFile[]>;

/** None in the procfs of another pid namespace, nor of a container, which counts its own pids. */
const inRun = oncePer((snapshot: Snapshot): NamingFiles => {
  if (!showsOwnPids(snapshot)) return new Map();
  const folders = ['/run', ...namesIn(snapshot, 'self/root/run').map(name => `/run/${name}`), '/var/lock'];
  const files = folders.flatMap(folder => filesIn(snapshot, folder, `self/root${folder}`));
  return groupBy(files, ({pid}) => pid);
});

const nearParent = oncePer((parent: Process) => {
  let found: NamingFiles | undefined;
  return (snapshot: Snapshot): NamingFiles => {
    found ??= groupBy(filesNear(snapshot, parent), ({pid}) => pid);
    return found;
  };
});

/** Inside of a pid namespace of its own, a process writes other pids than those seen here. */
function filesNear(snapshot: Snapshot, parent: Process): NamingFile[] {
  const cwd = orUndefined(parent.cwd());
  if (orUndefined(parent.status())?.nspids.length !== 1 || cwd === undefined) return [];
  const root = `${parent.pid}/root`;
  const named = pidFilesIn(orUndefined(parent.argv()) ?? []).map(file => posix.resolve(cwd, file));
  const address = (path: string) => addressBelow(snapshot, parent, path);
  return [
    ...named.flatMap(path => namingFile(snapshot, address(path), `${root}${path}`)),
    ...filesIn(snapshot, address(cwd), `${root}${cwd}`),
  ];
}

function filesIn(snapshot: Snapshot, folder: string, procFolder: string): NamingFile[] {
  const names = namesIn(snapshot, procFolder);
  if (names.length > MOST_NAMES) return [];
  return names
    .filter(name => LOCK_NAME.test(name))
    .flatMap(name => namingFile(snapshot, posix.join(folder, name), `${procFolder}/${name}`));
}

function namingFile(snapshot: Snapshot, path: string, procPath: string): NamingFile[] {
  const {procfs} = snapshot.machine;
  const link = orUndefined(mapRead(procfs.link(procPath), bytes => parseLockLink(decodeText(bytes))));
  if (link) return isElsewhere(snapshot, link) ? [] : [{path, pid: link.pid, modifiedMs: undefined}];
  const file = orUndefined(procfs.stat(procPath));
  if (file?.kind !== 'file' || file.size > PID_FILE_BYTES) return [];
  const pid = orUndefined(mapRead(procfs.read(procPath), parsePidFile));
  return pid === undefined ? [] : [{path, pid, modifiedMs: file.modifiedMs}];
}

/** What can't be listed is no gap: few zombies have such a file. */
function namesIn({machine: {procfs}}: Snapshot, folder: string): string[] {
  return orUndefined(procfs.list(folder)) ?? [];
}
