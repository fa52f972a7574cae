import type {Machine} from '../machine.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {found, mapRead, type Read, unreadable} from '../read.ts';
import type {Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {RecordingSyscalls} from './recording-syscalls.ts';
import type {HostFacts} from './values.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * Notes what a machine answers. Ask `machine` in its place: it answers the same, and `text` is a recording
 * from which `recordedMachine` answers that again. Of a question that was asked twice the last answer counts.
 */
export class Recorder {
  readonly machine: Machine;
  readonly #answers = new Answers();

  /**
   * @param mount Where the procfs is mounted.
   * @param asked The pids of those on whom all that it shows bears; undefined: it shows the whole machine.
   */
  constructor(machine: Machine, mount = '/proc', asked?: readonly number[]) {
    const answers = this.#answers;
    const viewpoint = new Viewpoint();
    let opened: Promise<Syscalls> | undefined;
    this.machine = {
      host: recordingHost(machine, answers, {mount, ...(asked && {asked})}),
      procfs: new RecordingProcfs(machine.procfs, answers, viewpoint),
      syscalls() {
        opened ??= machine.syscalls().then(syscalls => recordingSyscalls(syscalls, answers, viewpoint));
        return opened;
      },
    };
  }

  /** @param comments Lines for the reader, at the top. */
  text(...comments: string[]): string {
    return this.#answers.format(comments);
  }

  /** The same with tokens in the place of arguments, paths and names: see `redactSections`. */
  async redactedText(...comments: string[]): Promise<string> {
    const {redactSections} = await import('./redaction/redact-sections.ts');
    return this.#answers.format(comments, redactSections);
  }
}

class RecordingProcfs implements Procfs {
  readonly #procfs: Procfs;
  readonly #answers: Answers;
  readonly #viewpoint: Viewpoint;

  constructor(procfs: Procfs, answers: Answers, viewpoint: Viewpoint) {
    this.#procfs = procfs;
    this.#answers = answers;
    this.#viewpoint = viewpoint;
  }

  read(path: string): Read<Buffer> {
    const content = this.#procfs.read(path);
    // The next read overwrites it.
    this.#answers.files.note(this.#viewpoint.nameOf(path), mapRead(content, Buffer.from));
    return content;
  }

  /** The memory of a process is nothing to hand around: it is not looked at, so that the recording answers the same. */
  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const names = this.#procfs.list(path);
    this.#answers.directories.note(this.#viewpoint.nameOf(path), names);
    return names;
  }

  link(path: string): Read<Buffer> {
    const target = this.#procfs.link(path);
    this.#answers.links.note(this.#viewpoint.nameOf(path), target);
    return target;
  }

  stat(path: string | Buffer): Read<FileStat> {
    const stat = this.#procfs.stat(path);
    this.#answers.stats.note(this.#viewpoint.nameOf(path), stat);
    return stat;
  }

  fileSystemType(): Read<number> {
    const type = this.#procfs.fileSystemType();
    this.#answers.fileSystemType.note('', type);
    return type;
  }
}

/** The clock is noted at its first look, which is the moment of a snapshot. */
function recordingHost(
  {host}: Machine,
  answers: Answers,
  procfs: Pick<HostFacts, 'mount' | 'asked'>,
): Machine['host'] {
  const {platform, arch, pid, uid} = host;
  const noteHost = (nowMs: number) =>
    answers.host.note('', found({platform, arch, pid, uid, nowMs, ...procfs}));
  let looked = false;
  noteHost(host.now());
  return {
    platform,
    arch,
    pid,
    uid,
    now() {
      const nowMs = host.now();
      if (!looked) noteHost(nowMs);
      looked = true;
      return nowMs;
    },
    passwd() {
      const passwd = host.passwd();
      answers.passwd.note('', passwd);
      return passwd;
    },
  };
}

function recordingSyscalls(syscalls: Syscalls, answers: Answers, viewpoint: Viewpoint): Syscalls {
  if (syscalls.unavailable === undefined) return new RecordingSyscalls(syscalls, answers, viewpoint);
  answers.noSyscalls.note('', found(syscalls.unavailable));
  return syscalls;
}
