import type {Host} from '../host.ts';
import type {Machine} from '../machine.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import {NoSyscalls, type Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {RecordingError} from './fields.ts';
import {RecordedSyscalls} from './recorded-syscalls.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * A machine as it was when `Recorder` wrote this text. It answers what was asked then; any other file is not
 * there (ENOENT), any other system call does not work (ENOSYS). Throws a `RecordingError` that names the line
 * for a text that is no recording, was cut off, or is of another version.
 */
export function recordedMachine(text: string): Machine {
  const answers = Answers.parse(text);
  const viewpoint = new Viewpoint();
  const reason = answers.noSyscalls.get();
  const syscalls: Syscalls = reason?.ok
    ? new NoSyscalls(reason.value)
    : new RecordedSyscalls(answers, viewpoint);
  return {
    procfs: new RecordedProcfs(answers, viewpoint),
    host: recordedHost(answers),
    syscalls: () => Promise.resolve(syscalls),
  };
}

class RecordedProcfs implements Procfs {
  readonly #answers: Answers;
  readonly #viewpoint: Viewpoint;

  constructor(answers: Answers, viewpoint: Viewpoint) {
    this.#answers = answers;
    this.#viewpoint = viewpoint;
  }

  read(path: string): Read<Buffer> {
    return this.#answers.files.get(this.#viewpoint.nameOf(path)) ?? unreadable('ENOENT');
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
}

function recordedHost(answers: Answers): Host {
  const facts = answers.host.get();
  if (!facts?.ok) throw new RecordingError('it has no section "host"');
  const {nowMs, ...rest} = facts.value;
  return {
    ...rest,
    now: () => nowMs,
    passwd: () => answers.passwd.get() ?? unreadable('ENOENT'),
  };
}
