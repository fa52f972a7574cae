import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import {attempt} from './descriptor.ts';
import type {FileStat, Procfs} from './procfs.ts';
import type {Read} from './read.ts';

/** A number, since Node would look up "r" for each of ten thousand files. */
const {O_RDONLY} = constants;

const BUFFER_SIZE = 64 * 1024;

/**
 * The procfs mounted at a directory. One buffer serves every read: measured, that and openSync/readSync
 * cost half of readFileSync and a fifth of fs.promises on files as small as these.
 */
export class LiveProcfs implements Procfs {
  readonly mount: string;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);
  readonly #onRead: () => void;

  /** @param onRead called at each read, list and link: the reading is synchronous, and nothing else would tell. */
  constructor(mount = '/proc', onRead: () => void = () => {}) {
    this.mount = mount;
    this.#onRead = onRead;
  }

  read(path: string): Read<Buffer> {
    this.#onRead();
    return attempt(() => {
      const fd = openSync(`${this.mount}/${path}`, O_RDONLY);
      try {
        return this.#readAll(fd, isOneRecord(path));
      } finally {
        closeSync(fd);
      }
    });
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
    return attempt(() => readdirSync(`${this.mount}/${path}`));
  }

  link(path: string): Read<Buffer> {
    this.#onRead();
    return attempt(() => readlinkSync(`${this.mount}/${path}`, {encoding: 'buffer'}));
  }

  stat(path: string | Buffer): Read<FileStat> {
    const whole =
      typeof path === 'string'
        ? `${this.mount}/${path}`
        : Buffer.concat([Buffer.from(`${this.mount}/`), new Uint8Array(path)]);
    return attempt(() => fileStat(statSync(whole)));
  }

  fileSystemType(): Read<number> {
    return attempt(() => statfsSync(this.mount).type);
  }

  /** A seq_file hands out as many records as fit a page per read(2): only 0 bytes mean the end. */
  #readAll(fd: number, oneRecord: boolean): Buffer {
    let length = readSync(fd, this.#buffer, 0, BUFFER_SIZE, null);
    if (oneRecord && length < BUFFER_SIZE) return this.#buffer.subarray(0, length);
    const chunks: Buffer[] = [];
    for (let more = length; more > 0; ) {
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
 * Whether the kernel writes the whole file as one record (single_open() in fs/proc), so that a read(2) which
 * leaves room in the buffer has seen the end. With thousands of processes, or of their descriptors, the
 * second read would be dear.
 */
function isOneRecord(path: string): boolean {
  return (
    path.endsWith('/stat') || path.endsWith('/status') || path.endsWith('/sched') || path.includes('/fdinfo/')
  );
}

/** The unit of st_blocks: inode(7). */
const BLOCK_BYTES = 512;

/** What procdoc asks of what stat(2) says. */
export function fileStat(stats: Stats): FileStat {
  return {
    device: stats.dev,
    inode: stats.ino,
    size: stats.size,
    allocated: stats.blocks * BLOCK_BYTES,
    mode: stats.mode,
    links: stats.nlink,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    kind: kindOf(stats),
  };
}

function kindOf(stats: Stats): FileStat['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  if (stats.isCharacterDevice()) return 'character-device';
  return stats.isBlockDevice() ? 'block-device' : 'other';
}
