import type {Host} from '../host.ts';
import type {Machine} from '../machine/machine.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {type Errno, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import type {Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {RecordingError} from './fields.ts';
import {RecordedSyscalls} from './recorded-syscalls.ts';
import type {Table} from './table.ts';
import type {HostFacts} from './values.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * The machine at the time when `Recorder` wrote this text. It answers what was asked then. Any other file does not
 * exist (ENOENT), and any other system call does not work (ENOSYS). Throws a `RecordingError` that names the line for a
 * text that is no recording, was cut off, or is of another version.
 */
export function recordedMachine(text: string): Machine {
  return machineOfPieces([text]);
}

/**
 * As `recordedMachine`, of a text that may be too long for a string.
 * @param pieces of the text, wherever they begin and end
 */
export function machineOfPieces(pieces: Iterable<string>): Machine {
  const answers = Answers.parse(pieces);
  const viewpoint = new Viewpoint();
  const reason = reasonIn(answers.noSyscalls);
  const syscalls: Syscalls = reason ? new NoSyscalls(reason) : new RecordedSyscalls(answers, viewpoint);
  const facts = answers.host.get();
  if (!facts?.ok) throw new RecordingError({kind: 'no-host'});
  const {mount, asked} = facts.value;
  const noFiles = reasonIn(answers.noFiles);
  return {
    procfs: new RecordedProcfs(answers, viewpoint),
    host: recordedHost(facts.value, answers),
    syscalls: () => Promise.resolve(syscalls),
    recorded: {mount, ...(asked && {asked}), ...(noFiles && {withoutFiles: noFiles})},
  };
}

class RecordedProcfs implements Procfs {
  readonly #answers: Answers;
  readonly #viewpoint: Viewpoint;
  /** Tables of /proc/PID/net by network namespace and name. */
  #tables: ReadonlyMap<string, Read<Buffer>> | undefined;

  constructor(answers: Answers, viewpoint: Viewpoint) {
    this.#answers = answers;
    this.#viewpoint = viewpoint;
  }

  read(path: string): Read<Buffer> {
    const name = this.#viewpoint.nameOf(path);
    return this.#answers.files.get(name) ?? this.#tableOfNamespace(name) ?? this.#missing(name);
  }

  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const name = this.#viewpoint.nameOf(path);
    return mapRead(this.#answers.directories.get(name) ?? this.#missing(name), Array.from<string>);
  }

  link(path: string): Read<Buffer> {
    const name = this.#viewpoint.nameOf(path);
    return this.#answers.links.get(name) ?? this.#missing(name);
  }

  stat(path: string | Buffer): Read<FileStat> {
    const name = this.#viewpoint.nameOf(path);
    const isOpen = this.#answers.links.get(name)?.ok === true || /\/map_files\//.test(name);
    return this.#answers.stats.get(name) ?? (isOpen ? this.#notLookedAt() : this.#missing(name));
  }

  fileSystemType(): Read<number> {
    return this.#answers.fileSystemType.get() ?? unreadable('ENOENT');
  }

  /** A file that the recording has not was not there; in one by a shell script, it may not have been looked at. */
  #missing(name: string): Read<never> {
    const [, task, file] = /^(\d+(?:\/task\/\d+)?)\/(.+)$/.exec(name) ?? [];
    // What a folder has it lists, and of a task that had exited by then there is nothing.
    const isGone = task !== undefined && this.#answers.files.get(`${task}/stat`)?.ok !== true;
    const isListed = /^(?:fd|fdinfo|task)\//.test(file ?? '');
    // The clock of each CPU takes a system call.
    return isGone || isListed || name === 'self/sched' ? unreadable('ENOENT') : this.#notLookedAt();
  }

  #notLookedAt(): Read<never> {
    return unreadable(reasonIn(this.#answers.noFiles) ?? 'ENOENT');
  }

  /**
   * PID/net holds the tables of a whole network namespace, so the tables of one process serve for all processes in
   * it.
   */
  #tableOfNamespace(name: string): Read<Buffer> | undefined {
    const [, pid, table] = /^(\d+)\/net\/(\w+)$/.exec(name) ?? [];
    const namespace = this.#networkNamespaceOf(`${pid}/ns/net`);
    if (table === undefined || namespace === undefined) return undefined;
    this.#tables ??= this.#tablesByNamespace();
    return this.#tables.get(`${namespace} ${table}`);
  }

  #tablesByNamespace(): ReadonlyMap<string, Read<Buffer>> {
    const tables = new Map<string, Read<Buffer>>();
    for (const name of this.#answers.files.names()) {
      const [, pid, table] = /^(\d+)\/net\/(\w+)$/.exec(name) ?? [];
      const namespace = pid === undefined ? undefined : this.#networkNamespaceOf(`${pid}/ns/net`);
      const content = this.#answers.files.get(name);
      if (namespace !== undefined && content?.ok) tables.set(`${namespace} ${table}`, content);
    }
    return tables;
  }

  #networkNamespaceOf(link: string): string | undefined {
    return orUndefined(this.#answers.links.get(link) ?? unreadable('ENOENT'))?.toString('latin1');
  }
}

/** The errno why something was left out of a recording; undefined where it was not. */
function reasonIn(table: Table<Errno>): Errno | undefined {
  return orUndefined(table.get() ?? unreadable('ENOENT'));
}

function recordedHost({platform, arch, pid, uid, nowMs}: HostFacts, answers: Answers): Host {
  return {
    platform,
    arch,
    pid,
    uid,
    now: () => nowMs,
    passwd: () => answers.passwd.get() ?? unreadable('ENOENT'),
  };
}
