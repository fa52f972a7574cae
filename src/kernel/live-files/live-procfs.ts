import {closeSync, constants, openSync, readdirSync, readlinkSync, readSync, statfsSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {statOf} from '../file-stat.ts';
import {monotonicMs} from '../monotonic-ms.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {mapRead, type Read} from '../read.ts';
import {DescriptorCounts} from './descriptor-counts.ts';
import {type Silent, SlowFiles} from './slow-files.ts';
import {SAME_LOOK_MS} from './slow-paths.ts';

/** The flag as a number, since Node would look up "r" for each of ten thousand files. */
const {O_RDONLY} = constants;

/** For files that other users made: one that is a FIFO by now must not block. */
const O_FOREIGN = O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** More than any file below a root directory has that procdoc reads: passwd(5), pid files, those of cgroups. */
const MOST_FOREIGN_BYTES = 1024 * 1024;

const BUFFER_SIZE = 64 * 1024;

/** What was read last; of files, only the fdinfo of a descriptor. The bytes of a file are good until the next one is read, and then it is that one. */
interface Look {
  readonly path: string;
  readonly answer: Read<Buffer>;
  readonly atMs: number;
}

/**
 * The procfs that is mounted at a directory. One buffer serves every read: with openSync and readSync, reading small
 * files takes half the time of readFileSync, and a fifth of the time of fs.promises (measured).
 */
export class LiveProcfs implements Procfs {
  readonly mount: string;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);
  readonly #onRead: () => void;
  readonly #slowFiles: SlowFiles;
  readonly #last: {link?: Look; file?: Look | undefined} = {};
  readonly #descriptorCounts: DescriptorCounts;

  /**
   * @param onRead called at each read, list and link, to show progress while the synchronous reading blocks the
   * event loop
   */
  constructor(mount = '/proc', onRead: () => void = () => {}) {
    this.mount = mount;
    this.#onRead = onRead;
    this.#descriptorCounts = new DescriptorCounts(mount);
    this.#slowFiles = new SlowFiles(mount, {
      read: path => justRead(this.#last.file, path) ?? this.#readFile(path, false),
      link: path => justRead(this.#last.link, path) ?? this.#readLink(path),
    });
  }

  /** What didn't answer in time. */
  get silent(): Silent {
    return this.#slowFiles.silent;
  }

  /** The pids of processes that exist only because procdoc looks. */
  get helpers(): ReadonlySet<string> {
    return this.#slowFiles.helpers;
  }

  /** For a process that lives on: the next look finds out again which file systems there are, and which answer. */
  forget(): void {
    this.#slowFiles.forget();
  }

  read(path: string): Read<Buffer> {
    this.#onRead();
    const isForeign = path.includes('/root/');
    const slow = isForeign ? this.#slowFiles.at(path) : undefined;
    return slow ? slow.read(MOST_FOREIGN_BYTES) : this.#readFile(path, isForeign);
  }

  #readFile(path: string, isForeign: boolean): Read<Buffer> {
    const bytes = attempt(() => {
      const fd = openSync(`${this.mount}/${path}`, isForeign ? O_FOREIGN : O_RDONLY);
      try {
        return this.#readAll(
          fd,
          isOneRecord(path),
          isForeign ? MOST_FOREIGN_BYTES : Number.POSITIVE_INFINITY,
        );
      } finally {
        closeSync(fd);
      }
    });
    this.#last.file = path.includes('/fdinfo/') ? {path, answer: bytes, atMs: monotonicMs()} : undefined;
    return bytes;
  }

  readAt(path: string, offset: bigint, length: number): Read<Buffer> {
    this.#onRead();
    return attempt(() => {
      const fd = openSync(`${this.mount}/${path}`, 'r');
      try {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
      } finally {
        closeSync(fd);
      }
    });
  }

  list(path: string): Read<string[]> {
    this.#onRead();
    const slow = this.#slowFiles.at(path);
    if (slow) return slow.list();
    const names = attempt(() => readdirSync(`${this.mount}/${path}`));
    return path === '' ? mapRead(names, all => all.filter(name => !this.helpers.has(name))) : names;
  }

  link(path: string): Read<Buffer> {
    this.#onRead();
    const slow = /\/(?:root|cwd)\//.test(path) ? this.#slowFiles.at(path) : undefined;
    if (slow) return slow.link();
    const target = this.#readLink(path);
    this.#last.link = {path, answer: target, atMs: monotonicMs()};
    return target;
  }

  #readLink(path: string): Read<Buffer> {
    // A buffer that Node itself makes has memory of its own, which takes longer to free than all else (measured).
    return attempt(() => Buffer.from(readlinkSync(`${this.mount}/${path}`, 'latin1'), 'latin1'));
  }

  stat(path: string | Buffer): Read<FileStat> {
    const slow = this.#slowFiles.at(Buffer.from(path).toString('latin1'));
    if (slow) return slow.stat();
    const whole =
      typeof path === 'string'
        ? `${this.mount}/${path}`
        : Buffer.concat([Buffer.from(`${this.mount}/`), new Uint8Array(path)]);
    return attempt(() => statOf(whole));
  }

  openDescriptors(pid: number): number | undefined {
    this.#onRead();
    return this.#descriptorCounts.of(pid);
  }

  fileSystemType(): Read<number> {
    return attempt(() => statfsSync(this.mount).type);
  }

  /** A seq_file gives as many records per read(2) as fit a page: only 0 bytes mean EOF. */
  #readAll(fd: number, oneRecord: boolean, mostBytes: number): Buffer {
    let length = readSync(fd, this.#buffer, 0, BUFFER_SIZE, null);
    if (oneRecord && length < BUFFER_SIZE) return this.#buffer.subarray(0, length);
    const chunks: Buffer[] = [];
    for (let more = length; more > 0; ) {
      if (chunks.length * BUFFER_SIZE > mostBytes)
        throw Object.assign(new Error('too large'), {code: 'EFBIG'});
      if (length === BUFFER_SIZE) {
        chunks.push(Buffer.from(this.#buffer));
        length = 0;
      }
      more = readSync(fd, this.#buffer, length, BUFFER_SIZE - length, null);
      length += more;
    }
    const rest = this.#buffer.subarray(0, length);
    return chunks.length === 0 ? rest : Buffer.concat([...chunks, rest]);
  }
}

/**
 * Of a descriptor, first its link and its fdinfo are read, and then it is looked at, for which it must be known where it
 * leads: that isn't read again.
 */
function justRead(last: Look | undefined, path: string): Read<Buffer> | undefined {
  return last?.path === path && monotonicMs() - last.atMs < SAME_LOOK_MS ? last.answer : undefined;
}

/**
 * Whether the kernel writes the whole file as one record (single_open() in fs/proc), or all that fits into the buffer
 * (cmdline, get_mm_cmdline() there), so that a read(2) which leaves room in the buffer has reached EOF. A second read(2)
 * would be costly with thousands of processes or descriptors.
 */
function isOneRecord(path: string): boolean {
  return (
    /\/(?:stat|status|syscall|wchan|sched|cgroup|limits|cmdline)$/.test(path) || path.includes('/fdinfo/')
  );
}
