import type {Machine} from '../machine/machine.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {found, mapRead, type Read, unreadable} from '../read.ts';
import type {Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {recordedPart} from './recorded-part.ts';
import {RecordingSyscalls} from './recording-syscalls.ts';
import type {HostFacts} from './values.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * Notes what a machine answers. `machine` is to be asked in its place, and gives the same answers. `text` is a
 * recording, from which `recordedMachine` gives them again. The last answer to a question counts.
 */
export class Recorder {
  readonly machine: Machine;
  readonly #answers = new Answers();

  /**
   * @param mount where the procfs is mounted
   * @param asked the pids that the recording is about; undefined for the whole machine
   */
  constructor(machine: Machine, mount = '/proc', asked?: readonly number[]) {
    const answers = this.#answers;
    const viewpoint = new Viewpoint();
    let opened: Promise<Syscalls> | undefined;
    const withoutFiles = machine.recorded?.withoutFiles;
    if (withoutFiles !== undefined) answers.noFiles.note('', found(withoutFiles));
    this.machine = {
      host: recordingHost(machine, answers, {mount, ...(asked && {asked})}),
      procfs: new RecordingProcfs(machine.procfs, answers, viewpoint),
      syscalls() {
        opened ??= machine.syscalls().then(syscalls => recordingSyscalls(syscalls, answers, viewpoint));
        return opened;
      },
    };
  }

  /** @param comments lines for the reader, at the top */
  text(...comments: string[]): string {
    return [...this.parts(...comments)].join('');
  }

  /** The text in parts: of a large machine it may be too long for a string. */
  parts(...comments: string[]): Iterable<string> {
    return this.#answers.format(comments);
  }

  /** The recording with tokens in the place of arguments, paths and names: see `redactSections`. */
  async redactedParts(...comments: string[]): Promise<Iterable<string>> {
    const {redactSections} = await import('./redact-sections.ts');
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

  /**
   * Recordings have no environments, so these are not read while recording either, and of some files only a part: both give
   * the same answer.
   */
  read(path: string): Read<Buffer> {
    if (path.endsWith('/environ')) return unreadable('ENOTSUP');
    const content = mapRead(this.#procfs.read(path), bytes => recordedPart(path, bytes));
    this.#answers.files.keep(this.#viewpoint.nameOf(path), content);
    return content;
  }

  /**
   * Recordings have no memory of a process, so memory is not read while recording either: both give the same
   * answer.
   */
  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const names = this.#procfs.list(path);
    this.#answers.directories.keep(this.#viewpoint.nameOf(path), names);
    return names;
  }

  link(path: string): Read<Buffer> {
    const target = this.#procfs.link(path);
    this.#answers.links.keep(this.#viewpoint.nameOf(path), target);
    return target;
  }

  stat(path: string | Buffer): Read<FileStat> {
    const stat = this.#procfs.stat(path);
    this.#answers.stats.keep(this.#viewpoint.nameOf(path), stat);
    return stat;
  }

  fileSystemType(): Read<number> {
    const type = this.#procfs.fileSystemType();
    this.#answers.fileSystemType.note('', type);
    return type;
  }
}

/** Notes the time of the first look at the clock, which is the moment of the snapshot. */
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
