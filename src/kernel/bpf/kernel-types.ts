import {fstatSync, openSync, readFileSync} from 'node:fs';
import {attempt, withDescriptor} from '../descriptor.ts';
import type {Libc} from '../libc.ts';
import {found, type Read, unreadable} from '../read.ts';
import {mayRunIterators} from './bpf-iterator.ts';
import {type Btf, parseBtf} from './btf.ts';

const KERNEL_TYPES = '/sys/kernel/btf/vmlinux';

/**
 * The types of the running kernel, for programs that read its memory. The file is mapped where the kernel permits it
 * (since Linux 6.16), because reading takes a system call for each of more than a thousand pages. EPERM: this user may
 * not run such programs, and does not have to wait for the types; ENOENT: the kernel was built without BTF; EBADMSG:
 * the types are not understood.
 */
export function readKernelTypes(libc: Libc): Read<Btf> {
  if (!mayRunIterators(libc)) return unreadable('EPERM');
  const opened = attempt(() => openSync(KERNEL_TYPES, 'r'));
  const mapped = withDescriptor(opened, fd => libc.map(fd, fstatSync(fd).size));
  const content = mapped.ok ? mapped : attempt((): Uint8Array => readFileSync(KERNEL_TYPES));
  if (!content.ok) return content;
  const btf = parseBtf(content.value);
  return btf ? found(btf) : unreadable('EBADMSG');
}
