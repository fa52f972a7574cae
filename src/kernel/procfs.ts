import type {Read} from './read.ts';

/**
 * The number of an inode: from 2^53 on, which a number does not say exactly, its decimal digits, as file systems over networks
 * have such inodes. One inode has one form, so that === compares two.
 */
export type InodeNumber = number | `${bigint}`;

/** The form that a number of 64 bits has. */
export function inodeNumber(whole: bigint): InodeNumber {
  return whole > Number.MAX_SAFE_INTEGER ? `${whole}` : Number(whole);
}

/** The part of an answer of stat(2) that procdoc uses. Times are in milliseconds since the epoch, sizes in bytes. */
export interface FileStat {
  readonly device: number;
  readonly inode: InodeNumber;
  /** Of a device file: the device that it stands for. Undefined in older recordings. */
  readonly rawDevice?: number | undefined;
  readonly size: number;
  /**
   * The bytes that the file uses on the disk; less than its size if the file has holes. Undefined in older
   * recordings.
   */
  readonly allocated: number | undefined;
  /** st_mode, type and permissions: 0o100755. Undefined in older recordings. */
  readonly mode: number | undefined;
  /** How many names the file has; 0: deleted, but still open. */
  readonly links: number;
  readonly modifiedMs: number;
  /** The last change of the inode: content, owner, mode or number of names. */
  readonly changedMs: number;
  readonly kind: 'file' | 'directory' | 'fifo' | 'socket' | 'character-device' | 'block-device' | 'other';
}

/** What tells a file from others. */
export type FileIdentity = Pick<FileStat, 'device' | 'inode'>;

/** Whether two answers of stat(2) are about one file. */
export function isSameInode(a: FileIdentity | undefined, b: FileIdentity | undefined): boolean {
  return a !== undefined && a.device === b?.device && a.inode === b.inode;
}

/**
 * A proc file system (proc(5)): the live one, another mount of procfs, or a recording. Paths are relative to the mount
 * point: "4711/stat", "net/tcp". Nothing here throws for a process that has exited, or that can't be read: the errno
 * is the answer.
 */
export interface Procfs {
  /** The whole file. The bytes are valid until the next `read`: parse them at once, or copy them. */
  read(path: string): Read<Buffer>;
  /**
   * The lines of a file from the one that begins with `first` to the one before that which begins with `behind`, where it is
   * quicker to read these than all; undefined where it isn't, or they aren't found.
   */
  readLines?(path: string, first: string, behind: string): Read<Buffer> | undefined;
  /**
   * Bytes at an offset, by pread(2). In "4711/mem" the offset is an address of the process, and reading needs ptrace
   * attach access. Fewer bytes than asked for where the rest is not mapped; EIO where nothing is mapped.
   */
  readAt(path: string, offset: bigint, length: number): Read<Buffer>;
  /** The names in a directory, in the kernel's order. */
  list(path: string): Read<string[]>;
  /** The target of a symbolic link, as the bytes of readlink(2). */
  link(path: string): Read<Buffer>;
  /**
   * stat(2), which follows links: "4711/fd/3" is the open file, "4711/root/etc/x" a file below the root of the
   * process.
   */
  stat(path: string | Buffer): Read<FileStat>;
  /**
   * How many descriptors a process has open: none, once it has exited. A stat(2) shows it, in half the time that it takes to
   * read a file of the process (measured). Undefined where that can't be asked, or the kernel doesn't show it.
   */
  openDescriptors?(pid: number): number | undefined;
  /** statfs(2) f_type of the mount point; 0x9fa0 is procfs. */
  fileSystemType(): Read<number>;
}
