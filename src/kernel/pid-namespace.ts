import {readlinkSync} from 'node:fs';
import {attempt} from './descriptor.ts';

/** The link of the initial pid namespace in /proc/PID/ns, with PROC_PID_INIT_INO of <linux/proc_ns.h>. */
export const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** Whether procdoc is in the initial pid namespace, whose pids the kernel uses in its own records. */
export function inInitialPidNamespace(): boolean {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return namespace.ok && namespace.value === INITIAL_PID_NAMESPACE;
}
