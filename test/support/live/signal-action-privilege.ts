import {existsSync, readFileSync, readlinkSync} from 'node:fs';
import type {Errno} from '../../../src/kernel/read.ts';

const CAP_SYS_ADMIN = 21n;
const CAP_PERFMON = 38n;
const CAP_BPF = 39n;
/** The inode of the first pid namespace is the same on every Linux: PROC_PID_INIT_INO. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/** The errno with which this test can't read the kernel's record, by what /proc and /sys say; undefined where it can. */
export function signalActionErrno(): Errno | undefined {
  const mask = /^CapEff:\t(\w+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  const has = (capability: bigint) => (BigInt(`0x${mask}`) >> capability) & 1n;
  if (!(has(CAP_SYS_ADMIN) || (has(CAP_BPF) && has(CAP_PERFMON)))) return 'EPERM';
  if (!existsSync('/sys/kernel/btf/vmlinux')) return 'ENOENT';
  return readlinkSync('/proc/self/ns/pid') === FIRST_PID_NAMESPACE ? undefined : 'EXDEV';
}
