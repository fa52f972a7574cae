import {fstatSync, statfsSync} from 'node:fs';
import {attempt, withDescriptor} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, type Read, unreadable} from './read.ts';

/** statfs(2) f_type of the file system of pidfds: PID_FS_MAGIC in <linux/magic.h>. */
const PID_FS_MAGIC = 0x5049_4446;

/** See Syscalls. Before pidfs all pidfds had the one inode of anonymous files, which tells nothing. */
export function readPidfdInode(libc: Libc, pid: number): Read<bigint> {
  return withDescriptor(libc.pidfdOpen(pid), fd => {
    const type = attempt(() => statfsSync(`/proc/self/fd/${fd}`).type);
    if (!type.ok) return type;
    if (type.value !== PID_FS_MAGIC) return unreadable('EOPNOTSUPP');
    return found(fstatSync(fd, {bigint: true}).ino);
  });
}
