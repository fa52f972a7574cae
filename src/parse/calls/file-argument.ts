import {intArgument} from '../process/pid-syscall.ts';

/** What a system call says of the file that it is about. */
export type FileArgument =
  | {readonly kind: 'descriptor'; readonly fd: number}
  /** `address`: of the path; `directoryFd`: what a relative one starts from, undefined for the working directory. */
  | {readonly kind: 'path'; readonly address: bigint; readonly directoryFd: number | undefined};

/** open(2). */
const AT_FDCWD = -100;

/** Calls by their first arguments: a descriptor, a path, or a directory and a path below it. */
const byDescriptor = words(
  'read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 getdents getdents64 fstat fstatfs fsync fdatasync ftruncate fallocate lseek ioctl fcntl flock fchdir fchmod fchown fgetxattr flistxattr fsetxattr',
);
const byPath = words(
  'open creat stat lstat access readlink chdir chroot statfs truncate mkdir rmdir unlink rename chmod chown lchown mknod utime utimes getxattr lgetxattr listxattr llistxattr setxattr lsetxattr execve umount2',
);
const byPathBelow = words(
  'openat openat2 newfstatat statx readlinkat faccessat faccessat2 mkdirat unlinkat renameat renameat2 fchmodat fchownat utimensat mknodat execveat name_to_handle_at',
);

/** The file that a call is about, the first where there are two; undefined where its arguments don't show it. */
export function fileArgument(name: string, args: readonly bigint[]): FileArgument | undefined {
  const [first = 0n, second = 0n] = args;
  if (byDescriptor.has(name)) return {kind: 'descriptor', fd: intArgument(first)};
  if (byPath.has(name)) return {kind: 'path', address: first, directoryFd: undefined};
  if (!byPathBelow.has(name)) return undefined;
  const directoryFd = intArgument(first);
  return {kind: 'path', address: second, directoryFd: directoryFd === AT_FDCWD ? undefined : directoryFd};
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
