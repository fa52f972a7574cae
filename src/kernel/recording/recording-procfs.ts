import type {Machine} from '../machine/machine.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import type {Answers} from './answers.ts';
import type {Notes, Noting} from './notes.ts';
import {recordedPart} from './recorded-part.ts';
import type {Viewpoint} from './viewpoint.ts';

/** The stat of a descriptor, and the numbers of the texts of its link and its fdinfo. */
interface DescriptorStat {
  readonly link: number;
  readonly info: number;
  readonly stat: Read<FileStat>;
}

/** Files whose answers are noted. What was asked before has the answer that was noted, and is not read again. */
export class RecordingProcfs implements Procfs {
  readonly #procfs: Procfs;
  readonly #answers: Answers;
  readonly #notes: Notes;
  readonly #viewpoint: Viewpoint;
  readonly #isRecorded: boolean;
  #lastCounted = {pid: '', isOne: false};
  /** By number of descriptor. */
  readonly #lastStats = new Map<string, DescriptorStat>();

  constructor({procfs, recorded}: Machine, {answers, notes, viewpoint}: Noting) {
    this.#procfs = procfs;
    this.#isRecorded = recorded !== undefined;
    this.#answers = answers;
    this.#notes = notes;
    this.#viewpoint = viewpoint;
  }

  /**
   * Recordings have no environments, so these are not read while recording either, and of some files only a part: both give
   * the same answer.
   */
  read(path: string): Read<Buffer> {
    if (path.endsWith('/environ')) return unreadable('ENOTSUP');
    return this.#notes.answer(this.#answers.files, this.#viewpoint.nameOf(path), () => {
      const [, pid = '', file] = path.includes('/task/')
        ? (/^(\d+)\/task\/\1\/(stat|status)$/.exec(path) ?? [])
        : [];
      if (file !== undefined && this.#hasOneThread(pid)) return this.read(`${pid}/${file}`);
      return mapRead(this.#procfs.read(path), bytes => recordedPart(path, bytes));
    });
  }

  /** Then what is read of the process is that of its only thread, and is not read again for it. */
  #hasOneThread(pid: string): boolean {
    // A recording may have the process without its threads.
    if (this.#isRecorded) return false;
    if (this.#lastCounted.pid !== pid) this.#lastCounted = {pid, isOne: this.#countThreads(pid) === '1'};
    return this.#lastCounted.isOne;
  }

  #countThreads(pid: string): string | undefined {
    const stat = orUndefined(this.read(`${pid}/stat`))?.toString('latin1') ?? '';
    const [, , , , , , , , , , , , , , , , , threads] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 18);
    return threads;
  }

  /**
   * Recordings have no memory of a process, so memory is not read while recording either: both give the same
   * answer.
   */
  readAt(): Read<Buffer> {
    return unreadable('ENOTSUP');
  }

  list(path: string): Read<string[]> {
    const names = this.#notes.answer(this.#answers.directories, this.#viewpoint.nameOf(path), () => {
      const [, pid] = /^(\d+)\/task$/.exec(path) ?? [];
      if (pid !== undefined && this.#hasOneThread(pid)) return found([pid]);
      const [, whose] = /^(\d+)\/fd$/.exec(path) ?? [];
      const fds = whose === undefined ? undefined : this.#notes.descriptorNames(whose);
      return fds ? found(fds) : this.#procfs.list(path);
    });
    return mapRead(names, Array.from<string>);
  }

  link(path: string): Read<Buffer> {
    const name = this.#viewpoint.nameOf(path);
    return this.#notes.answer(this.#answers.links, name, () => this.#procfs.link(path));
  }

  stat(path: string | Buffer): Read<FileStat> {
    const name = this.#viewpoint.nameOf(path);
    return this.#notes.answer(this.#answers.stats, name, () => {
      const [, pid, fd] = this.#isRecorded ? [] : (/^(\d+)\/fd\/(\d+)$/.exec(name) ?? []);
      return pid === undefined || fd === undefined ? this.#procfs.stat(path) : this.#statOf(name, pid, fd);
    });
  }

  /**
   * The stat of a descriptor. Workers have the same file as the one before under the same number: the link and the fdinfo,
   * which has the inode since Linux 5.14, say so.
   */
  #statOf(path: string, pid: string, fd: string): Read<FileStat> {
    const [link, info] = [this.#notes.idOf('link', path), this.#notes.idOf('file', `${pid}/fdinfo/${fd}`)];
    const last = this.#lastStats.get(fd);
    if (last && last.link === link && last.info === info) return last.stat;
    const stat = this.#procfs.stat(path);
    if (info === undefined || link === undefined) return stat;
    const fdinfo = orUndefined(this.read(`${pid}/fdinfo/${fd}`));
    if (fdinfo?.includes('\nino:')) this.#lastStats.set(fd, {link, info, stat});
    return stat;
  }

  fileSystemType(): Read<number> {
    const type = this.#procfs.fileSystemType();
    this.#answers.fileSystemType.note('', type);
    return type;
  }
}
