import {readlinkSync} from 'node:fs';
import {attempt} from './descriptor.ts';

/** The inode number of the initial pid namespace: PROC_PID_INIT_INO in <linux/proc_ns.h>. */
export const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** Whether procdoc is in the initial pid namespace, so that the kernel's own pids are those it knows. */
export function inInitialPidNamespace(): boolean {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return namespace.ok && namespace.value === INITIAL_PID_NAMESPACE;
}
