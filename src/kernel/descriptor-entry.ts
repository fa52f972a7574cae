import type {InodeNumber} from './procfs.ts';

/** An entry of a descriptor table, with the kernel objects behind it, whose addresses serve only to compare them. */
export interface DescriptorEntry {
  /** The process, or a thread with a table of its own. */
  readonly pid: number;
  readonly fd: number;
  /** The number of the inode: the N of "pipe:[N]". For a file on overlayfs, the number of stat(2) can be another. */
  readonly inode: InodeNumber;
  /** The address of the inode: two file systems can use one number. */
  readonly object: bigint;
  /** The address of the descriptor table, which threads share, and processes by clone(2) CLONE_FILES. */
  readonly table: bigint;
  /** The address of the open file description. */
  readonly description: bigint;
  /** How many references the kernel has to it: one for each entry, mapping, descriptor in transit, running call. */
  readonly references: number;
  readonly isSocket: boolean;
  /** Whether it is one of pipe(2): a FIFO has a name. */
  readonly isPipe: boolean;
  /** Undefined where it allows neither reading nor writing, as with O_PATH. */
  readonly accessMode: 'r' | 'w' | 'rw' | undefined;
  /**
   * For a pipe or FIFO: how many open file descriptions it has, both ends together. Undefined for any other file, and
   * for an O_PATH descriptor, which is not counted among them.
   */
  readonly pipeDescriptions: number | undefined;
}

/** Which entries of descriptor tables are asked for; a missing list selects all. */
export interface WantedEntries {
  readonly pids?: readonly number[];
  /** The numbers of the inodes. */
  readonly inodes?: readonly InodeNumber[];
}
