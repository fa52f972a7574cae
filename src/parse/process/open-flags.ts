export type AccessMode = 'r' | 'w' | 'rw';

/** What procdoc asks of the flags of open(2), as fdinfo prints them. */
export interface OpenFlags {
  /** How the open file description may be used; undefined for O_PATH, which allows neither reading nor writing. */
  readonly accessMode: AccessMode | undefined;
  /** O_CLOEXEC, which belongs to the descriptor, not to the open file description. */
  readonly closeOnExec: boolean;
  readonly append: boolean;
  readonly nonBlocking: boolean;
}

/** The flags have these values on x86-64 and arm64. */
const O_ACCMODE = 0o3;
const O_APPEND = 0o2000;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const O_PATH = 0o10000000;
const accessModes: readonly AccessMode[] = ['r', 'w', 'rw'];

/** Decodes the flags of an open file: open(2), <asm-generic/fcntl.h>. */
export function decodeOpenFlags(flags: number): OpenFlags {
  return {
    accessMode: (flags & O_PATH) === 0 ? accessModes[flags & O_ACCMODE] : undefined,
    closeOnExec: (flags & O_CLOEXEC) !== 0,
    append: (flags & O_APPEND) !== 0,
    nonBlocking: (flags & O_NONBLOCK) !== 0,
  };
}
