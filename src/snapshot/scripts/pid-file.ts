import {posix} from 'node:path';
import type {FileStat} from '../../kernel/procfs.ts';
import {mapRead, meansGone, orUndefined} from '../../kernel/read.ts';
import {PID_FILE_BYTES, parsePidFile} from '../../parse/pid-file.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {PID_FILES} from '../gap-names.ts';
import {once} from '../once.ts';
import {showsInitialPidNamespace} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type PidFilePlace, type PidFileUser, placesInRun, placesOfProcesses} from './pid-file-places.ts';
import {START_SLACK_MS} from './proc-script.ts';

/** What has the pid of a pid file now. A process that started after the file was written did not write it. */
export type NamedProcess = 'gone' | 'zombie' | 'started-later' | 'its-own' | 'unknown';

/** A file that holds the pid of a daemon, so that others can signal it. */
export class PidFile {
  readonly path: string;
  readonly pid: number;
  /** When the file was written: milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** The processes that use the file, each once. */
  readonly users: readonly PidFileUser[];
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, facts: Pick<PidFile, 'path' | 'pid' | 'modifiedMs' | 'users'>) {
    this.#snapshot = snapshot;
    this.path = facts.path;
    this.pid = facts.pid;
    this.modifiedMs = facts.modifiedMs;
    this.users = facts.users;
  }

  /** The process, or the task, with that pid; undefined where no task has it. */
  readonly process = once((): Process | undefined => this.#snapshot.find(this.pid));

  /** The parent of that process; undefined where it isn't visible. */
  readonly parent = once((): Process | undefined => {
    const process = this.process();
    return process && this.#snapshot.parentOf(process);
  });

  readonly startedAtMs = once((): number | undefined => {
    const process = this.process();
    return process && this.#snapshot.startedAtMs(process);
  });

  readonly named = once((): NamedProcess => {
    if (!this.#countsOurPids()) return 'unknown';
    const process = this.#snapshot.process(this.pid);
    if (!process.ok) return meansGone(process.errno) && this.#wouldBeSeen() ? 'gone' : 'unknown';
    if (process.value.isZombie()) return 'zombie';
    const startedAtMs = this.startedAtMs();
    if (startedAtMs === undefined) return 'unknown';
    if (startedAtMs <= this.modifiedMs + START_SLACK_MS || this.#isRelated(process.value)) return 'its-own';
    return 'started-later';
  });

  /** Whether no process is hidden from here; the kernel's threads are seen in the outermost pid namespace only. */
  readonly seesEveryProcess = once((): boolean =>
    this.#snapshot.stats().some(({kernelThread}) => kernelThread),
  );

  /** Whether procdoc is in the outermost pid namespace, so that no process outside can have written the file. */
  readonly seesOutermost = once(
    (): boolean => showsInitialPidNamespace(this.#snapshot) ?? this.seesEveryProcess(),
  );

  /**
   * Whether the pid in the file is one of this pid namespace. A file of the host may be visible in a container, and
   * one of a container on the host: then the process that has the number there has nothing to do with it. A visible
   * process that uses the file writes its own pids there.
   */
  #countsOurPids(): boolean {
    const isInner = this.#snapshot
      .processes()
      .some(process => orUndefined(process.status())?.nspids.slice(1).includes(this.pid));
    return !isInner && (this.users.length > 0 || this.seesOutermost());
  }

  /** A process is hidden by hidepid, as PID 1 then is, or it isn't in a recording of some processes. */
  #wouldBeSeen(): boolean {
    const {host, recorded} = this.#snapshot.machine;
    return recorded?.asked === undefined && (host.uid === 0 || this.#snapshot.find(1) !== undefined);
  }

  /** Clocks are set, and files copied: a process that the file is named after, or that uses it, counts as its own. */
  #isRelated(process: Process): boolean {
    if (this.users.some(user => user.process === process)) return true;
    const [folder = '', file = ''] = this.path.toLowerCase().split('/').slice(-2);
    const words = [folder === 'run' ? '' : folder, file.replace(/\.pid$/, '')];
    const argv = orUndefined(process.argv()) ?? [];
    const names = [process.comm, ...argv.slice(0, 2).map(word => posix.basename(word))];
    return names.some(name => words.some(word => isSimilar(word, name.toLowerCase())));
  }
}

/** "crond" and "cron", "postgresql" and "postgres"; very short names must be equal. */
function isSimilar(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  return short.length < 3 ? short === long && short !== '' : long.includes(short);
}

/**
 * The pid files that these processes use, and those in /run that name one of them; for the whole machine, all in
 * /run. Only small regular files are read, as stat(2) has it.
 */
export function readPidFiles(
  snapshot: Snapshot,
  processes: readonly Process[],
  isWhole: boolean,
  openFiles: ReadonlyMap<string, readonly OpenFile[]>,
): PidFile[] {
  const asked = new Set(processes.map(({pid}) => pid));
  const byFile = new Map<string, {place: PidFilePlace; stat: FileStat; users: PidFileUser[]}>();
  for (const place of [...placesOfProcesses(snapshot, processes, openFiles), ...placesInRun(snapshot)]) {
    const stat = orUndefined(snapshot.machine.procfs.stat(place.procPath));
    if (stat?.kind !== 'file' || stat.size > PID_FILE_BYTES) continue;
    const file = byFile.get(`${stat.device} ${stat.inode}`) ?? {place, stat, users: []};
    byFile.set(`${stat.device} ${stat.inode}`, file);
    const {user} = place;
    if (user && !file.users.some(({process}) => process === user.process)) file.users.push(user);
  }
  return [...byFile.values()].flatMap(({place: {path, procPath}, stat, users}) => {
    const pid = readPid(snapshot, procPath);
    if (pid === undefined || !(isWhole || users.length > 0 || asked.has(pid))) return [];
    return new PidFile(snapshot, {path, pid, modifiedMs: stat.modifiedMs, users});
  });
}

function readPid({machine, ledger}: Snapshot, procPath: string): number | undefined {
  const pid = mapRead(machine.procfs.read(procPath), parsePidFile);
  if (!pid.ok) ledger.note(PID_FILES, pid.errno);
  return orUndefined(pid);
}
