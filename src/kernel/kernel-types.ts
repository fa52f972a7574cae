import {closeSync, openSync, readFileSync, statSync} from 'node:fs';
import {type Btf, parseBtf} from './btf.ts';
import {attempt} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, type Read, unreadable} from './read.ts';

const KERNEL_TYPES = '/sys/kernel/btf/vmlinux';

/**
 * The types of the running kernel. Mapped, where the kernel lets (since Linux 6.16): reading takes a system call
 * for each of more than a thousand pages. ENOENT: the kernel was built without; EBADMSG: it is not understood.
 */
export function readKernelTypes(libc: Libc): Read<Btf> {
  const mapped = attempt(() => openSync(KERNEL_TYPES, 'r'));
  if (!mapped.ok) return mapped;
  const bytes = libc.map(mapped.value, statSync(KERNEL_TYPES).size);
  closeSync(mapped.value);
  const content = bytes.ok ? bytes : attempt((): Uint8Array => readFileSync(KERNEL_TYPES));
  if (!content.ok) return content;
  const btf = parseBtf(content.value);
  return btf ? found(btf) : unreadable('EBADMSG');
}
