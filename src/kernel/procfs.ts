import type {Read} from './read.ts';

/** What stat(2) says of a file, as far as procdoc asks. Times are milliseconds since the epoch. */
export interface FileStat {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  /** The bytes that are taken on the disk, less than the size of a file with holes. Undefined in older recordings. */
  readonly allocated: number | undefined;
  /** The permission bits and those above them: 0o100755. Undefined in older recordings. */
  readonly mode: number | undefined;
  /** How many names it has; 0: deleted, but open. */
  readonly links: number;
  readonly modifiedMs: number;
  /** Last change of the inode: content, owner, mode, name count. */
  readonly changedMs: number;
  readonly kind: 'file' | 'directory' | 'fifo' | 'socket' | 'character-device' | 'block-device' | 'other';
}

/**
 * A proc file system (proc(5)): the live one, another mount of it, or a recording.
 * Paths are relative to its mount point: "4711/stat", "net/tcp". Nothing here throws for a process that
 * is gone or may not be seen; the errno is the answer.
 */
export interface Procfs {
  /** The whole file. The bytes are valid until the next `read`: parse them at once, or copy them. */
  read(path: string): Read<Buffer>;
  /**
   * Bytes of a file that is addressed, as "4711/mem" is by the addresses of the process: pread(2), which needs
   * ptrace attach access there. Fewer than asked for where the rest is not mapped; EIO where nothing is.
   */
  readAt(path: string, offset: bigint, length: number): Read<Buffer>;
  /** The names in a directory, in the kernel's order. */
  list(path: string): Read<string[]>;
  /** Where a symbolic link points: the bytes of readlink(2). */
  link(path: string): Read<Buffer>;
  /** stat(2) through the path, following links: of "4711/fd/3" the open file, of "4711/root/etc/x" that file. */
  stat(path: string | Buffer): Read<FileStat>;
  /** statfs(2) f_type of the mount point; 0x9fa0 is procfs. */
  fileSystemType(): Read<number>;
}
