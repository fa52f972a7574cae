import type {Host} from '../host.ts';
import type {Machine} from '../machine/machine.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {type Errno, orUndefined, type Read, unreadable} from '../read.ts';
import {RecordingError} from '../recording/fields.ts';
import type {HostFacts} from '../recording/values.ts';
import {Viewpoint} from '../recording/viewpoint.ts';
import type {Syscalls} from '../syscalls.ts';
import {RecordedAnswers, type Refusal} from './recorded-answers.ts';
import {RecordedSyscalls} from './recorded-syscalls.ts';

/**
 * The machine at the time when `Recorder` wrote this text. It answers what was asked then. Any other file does not
 * exist (ENOENT), and any other system call does not work (ENOSYS). Throws a `RecordingError` that names the line for a
 * text that is no recording, was cut off, or is of another version.
 */
export function recordedMachine(text: string): Machine {
  return machineOfParts([text]);
}

/** As `recordedMachine`, of a text that may be too long for a string. */
export function machineOfParts(parts: Iterable<string>): Machine {
  const bytes = Array.from(parts, part => Buffer.from(part, 'latin1'));
  return machineOfBytes(Buffer.concat([...bytes, Buffer.from('\n')]));
}

/**
 * As `recordedMachine`, of the bytes of a file, which are not to change any more.
 * @param bytes less than 2 GiB, with a newline behind the last line, whether that has one or not
 * @param refusal what the machine throws for what shows to be wrong only when it is asked
 */
export function machineOfBytes(bytes: Buffer, refusal: Refusal = error => error): Machine {
  const answers = new RecordedAnswers(bytes, refusal);
  const viewpoint = new Viewpoint();
  const reason = orUndefined(answers.get('no-syscalls') ?? unreadable('ENOENT'));
  const syscalls: Syscalls = reason ? new NoSyscalls(reason) : new RecordedSyscalls(answers, viewpoint);
  const facts = answers.get('host');
  if (!facts?.ok) throw new RecordingError({kind: 'no-host'});
  const {mount, asked} = facts.value;
  const noFiles = orUndefined(answers.get('no-files') ?? unreadable('ENOENT'));
  return {
    procfs: new RecordedProcfs(answers, viewpoint, noFiles),
    host: recordedHost(facts.value, answers),
    syscalls: () => Promise.resolve(syscalls),
    recorded: {
      mount,
      ...(answers.isSealed && {isSealed: true}),
      ...(asked && {asked}),
      ...(noFiles && {withoutFiles: noFiles}),
    },
  };
}

/** A table of sockets, by its path. */
const netTable = /^(\d+)\/net\/(\w+)$/;
const netTableHeading = /^(\d+)\/net\/(\w+)/;

class RecordedProcfs implements Procfs {
  readonly #answers: RecordedAnswers;
  readonly #viewpoint: Viewpoint;
  /** What nobody asked for: in a recording by a shell script, it may be there. */
  readonly #unasked: {readonly ok: false; readonly errno: Errno};
  /** Tables of /proc/PID/net by network namespace and name. */
  #tables: ReadonlyMap<string, Read<Buffer>> | undefined;

  /** @param noFiles why it has no file beyond procfs; undefined where it may have any */
  constructor(answers: RecordedAnswers, viewpoint: Viewpoint, noFiles: Errno | undefined) {
    this.#answers = answers;
    this.#viewpoint = viewpoint;
    this.#unasked = {ok: false, errno: noFiles ?? 'ENOENT'};
  }

  read(path: string): Read<Buffer> {
    const name = this.#viewpoint.nameOf(path);
    return this.#answers.get('file', name) ?? this.#tableOfNamespace(name) ?? this.#missing(name);
  }

  readLines(path: string, first: string, behind: string): Read<Buffer> | undefined {
    return this.#answers.lines(this.#viewpoint.nameOf(path), first, behind);
  }

  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const name = this.#viewpoint.nameOf(path);
    return this.#answers.get('directory', name) ?? this.#missing(name);
  }

  link(path: string): Read<Buffer> {
    const name = this.#viewpoint.nameOf(path);
    return this.#answers.get('link', name) ?? this.#missing(name);
  }

  stat(path: string | Buffer): Read<FileStat> {
    const name = this.#viewpoint.nameOf(path);
    const isOpen = () => this.#answers.get('link', name)?.ok === true || /\/map_files\//.test(name);
    return this.#answers.get('stat', name) ?? (isOpen() ? this.#unasked : this.#missing(name));
  }

  fileSystemType(): Read<number> {
    return this.#answers.get('file-system-type') ?? unreadable('ENOENT');
  }

  /** A file that the recording has not was not there; in one by a shell script, it may not have been looked at. */
  #missing(name: string): Read<never> {
    if (this.#unasked.errno === 'ENOENT') return this.#unasked;
    const [, task, file] = /^(\d+(?:\/task\/\d+)?)\/(.+)$/.exec(name) ?? [];
    // What a folder has it lists, and of a task that had exited by then there is nothing.
    const isGone = task !== undefined && this.#answers.get('file', `${task}/stat`)?.ok !== true;
    const isListed = /^(?:fd|fdinfo|task)\//.test(file ?? '');
    // The clock of each CPU takes a system call.
    return isGone || isListed || name === 'self/sched' ? unreadable('ENOENT') : this.#unasked;
  }

  /**
   * PID/net holds the tables of a whole network namespace, so the tables of one process serve for all processes in
   * it.
   */
  #tableOfNamespace(name: string): Read<Buffer> | undefined {
    const [, pid, table] = netTable.exec(name) ?? [];
    const namespace = pid === undefined ? undefined : this.#networkNamespaceOf(pid);
    if (namespace === undefined) return undefined;
    this.#tables ??= this.#tablesByNamespace();
    return this.#tables.get(`${namespace} ${table}`);
  }

  #tablesByNamespace(): ReadonlyMap<string, Read<Buffer>> {
    const tables = new Map<string, Read<Buffer>>();
    for (const heading of this.#answers.headingsWith('file', '/net/')) {
      const [name, pid, table] = netTableHeading.exec(heading) ?? [];
      const namespace = pid === undefined ? undefined : this.#networkNamespaceOf(pid);
      const content = this.#answers.get('file', name);
      if (namespace !== undefined && content?.ok) tables.set(`${namespace} ${table}`, content);
    }
    return tables;
  }

  #networkNamespaceOf(pid: string): string | undefined {
    return orUndefined(this.#answers.get('link', `${pid}/ns/net`) ?? unreadable('ENOENT'))?.toString(
      'latin1',
    );
  }
}

function recordedHost({platform, arch, pid, uid, nowMs}: HostFacts, answers: RecordedAnswers): Host {
  return {
    platform,
    arch,
    pid,
    uid,
    now: () => nowMs,
    passwd: () => answers.get('passwd') ?? unreadable('ENOENT'),
  };
}
