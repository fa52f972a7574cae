import type {Host} from '../host.ts';
import type {Machine} from '../machine/machine.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import type {Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {RecordingError} from './fields.ts';
import {RecordedSyscalls} from './recorded-syscalls.ts';
import type {HostFacts} from './values.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * The machine at the time when `Recorder` wrote this text. It answers what was asked then. Any other file does not
 * exist (ENOENT), and any other system call does not work (ENOSYS). Throws a `RecordingError` that names the line for a
 * text that is no recording, was cut off, or is of another version.
 */
export function recordedMachine(text: string): Machine {
  return machineOfLines(text.split('\n'));
}

/** As `recordedMachine`, of a text that may be too long for a string: its lines, as `split('\n')` has them. */
export function machineOfLines(lines: Iterable<string>): Machine {
  const answers = Answers.parse(lines);
  const viewpoint = new Viewpoint();
  const reason = answers.noSyscalls.get();
  const syscalls: Syscalls = reason?.ok
    ? new NoSyscalls(reason.value)
    : new RecordedSyscalls(answers, viewpoint);
  const facts = answers.host.get();
  if (!facts?.ok) throw new RecordingError({kind: 'no-host'});
  const {mount, asked} = facts.value;
  return {
    procfs: new RecordedProcfs(answers, viewpoint),
    host: recordedHost(facts.value, answers),
    syscalls: () => Promise.resolve(syscalls),
    recorded: {mount, ...(asked && {asked})},
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
    return this.#answers.files.get(name) ?? this.#tableOfNamespace(name) ?? unreadable('ENOENT');
  }

  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const names = this.#answers.directories.get(this.#viewpoint.nameOf(path)) ?? unreadable('ENOENT');
    return mapRead(names, Array.from<string>);
  }

  link(path: string): Read<Buffer> {
    return this.#answers.links.get(this.#viewpoint.nameOf(path)) ?? unreadable('ENOENT');
  }

  stat(path: string | Buffer): Read<FileStat> {
    return this.#answers.stats.get(this.#viewpoint.nameOf(path)) ?? unreadable('ENOENT');
  }

  fileSystemType(): Read<number> {
    return this.#answers.fileSystemType.get() ?? unreadable('ENOENT');
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
