import {posix} from 'node:path';
import type {FileStat} from '../../kernel/procfs.ts';
import {mapRead, meansGone, orUndefined} from '../../kernel/read.ts';
import {PID_FILE_BYTES, parsePidFile} from '../../parse/pid-file.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {PID_FILES, type PidFilePlace, placesInRun, placesOfProcesses} from './pid-file-places.ts';
import {START_SLACK_MS} from './proc-scripts.ts';

/** What the pid in a pid file is now: a process that started after the file was written is not the one that wrote it. */
export type NamedProcess = 'gone' | 'zombie' | 'started-later' | 'its-own' | 'unknown';

/** A file that holds the pid of a daemon, for whoever wants to signal it. */
export class PidFile {
  readonly path: string;
  /** What it holds. */
  readonly pid: number;
  /** When it was written: milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** Processes that have it open, or in their command lines. */
  readonly relatives: readonly Process[];
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, facts: Pick<PidFile, 'path' | 'pid' | 'modifiedMs' | 'relatives'>) {
    this.#snapshot = snapshot;
    this.path = facts.path;
    this.pid = facts.pid;
    this.modifiedMs = facts.modifiedMs;
    this.relatives = facts.relatives;
  }

  /** The process, or the task, with that pid; undefined where there is none. */
  readonly process = once((): Process | undefined => this.#snapshot.find(this.pid));

  readonly startedAtMs = once((): number | undefined => {
    const process = this.process();
    return process && this.#snapshot.startedAtMs(process);
  });

  readonly named = once((): NamedProcess => {
    const process = this.#snapshot.process(this.pid);
    if (!process.ok) return meansGone(process.errno) && this.#wouldBeSeen() ? 'gone' : 'unknown';
    if (process.value.isZombie()) return 'zombie';
    const startedAtMs = this.startedAtMs();
    if (startedAtMs === undefined) return 'unknown';
    if (startedAtMs <= this.modifiedMs + START_SLACK_MS || this.#isRelated(process.value)) return 'its-own';
    return 'started-later';
  });

  /** Whether it was written before this boot, by the clock as it goes now: it may have been set since. */
  readonly isOlderThanBoot = once(
    (): boolean => this.process() !== undefined && this.modifiedMs < (this.#snapshot.bootMs() ?? Number.NaN),
  );

  /** Whether no process is hidden from here; the kernel's threads are seen in the outermost pid namespace only. */
  readonly seesEveryProcess = once((): boolean =>
    this.#snapshot.stats().some(({kernelThread}) => kernelThread),
  );

  /** A process is hidden by hidepid, as PID 1 is then, or it has this pid in an inner pid namespace. */
  #wouldBeSeen(): boolean {
    if (this.#snapshot.machine.host.uid !== 0 && !this.#snapshot.find(1)) return false;
    return !this.#snapshot
      .processes()
      .some(process => orUndefined(process.status())?.nspids.slice(1).includes(this.pid));
  }

  /** Clocks are set, and files copied: a process that the file is named after, or that uses it, is its own. */
  #isRelated(process: Process): boolean {
    if (this.relatives.includes(process)) return true;
    const [folder = '', file = ''] = this.path.toLowerCase().split('/').slice(-2);
    const words = [folder === 'run' ? '' : folder, file.replace(/\.pid$/, '')];
    const argv = orUndefined(process.argv()) ?? [];
    const names = [process.comm, ...argv.slice(0, 2).map(word => posix.basename(word))];
    return names.some(name => words.some(word => isAlike(word, name.toLowerCase())));
  }
}

/** "crond" and "cron", "postgresql" and "postgres"; of very short names the whole must be the same. */
function isAlike(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  return short.length < 3 ? short === long && short !== '' : long.includes(short);
}

/**
 * The pid files that these processes use, and those in /run that name one of them; of the whole machine, all in
 * /run. A file is read only where stat(2) says that it is a small regular one.
 */
export function readPidFiles(
  snapshot: Snapshot,
  processes: readonly Process[],
  isWhole: boolean,
  openFiles: ReadonlyMap<string, readonly OpenFile[]>,
): PidFile[] {
  const asked = new Set(processes.map(({pid}) => pid));
  const byFile = new Map<string, {place: PidFilePlace; stat: FileStat; relatives: Process[]}>();
  for (const place of [...placesOfProcesses(processes, openFiles), ...placesInRun(snapshot)]) {
    const stat = orUndefined(snapshot.machine.procfs.stat(place.procPath));
    if (stat?.kind !== 'file' || stat.size > PID_FILE_BYTES) continue;
    const file = byFile.get(`${stat.device} ${stat.inode}`) ?? {place, stat, relatives: []};
    byFile.set(`${stat.device} ${stat.inode}`, file);
    if (place.relative && !file.relatives.includes(place.relative)) file.relatives.push(place.relative);
  }
  return [...byFile.values()].flatMap(({place: {path, procPath}, stat, relatives}) => {
    const pid = readPid(snapshot, procPath);
    if (pid === undefined || !(isWhole || relatives.length > 0 || asked.has(pid))) return [];
    return new PidFile(snapshot, {path, pid, modifiedMs: stat.modifiedMs, relatives});
  });
}

function readPid({machine, ledger}: Snapshot, procPath: string): number | undefined {
  const pid = mapRead(machine.procfs.read(procPath), parsePidFile);
  if (!pid.ok) ledger.note(PID_FILES, pid.errno);
  return orUndefined(pid);
}
