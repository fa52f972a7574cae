import {readlinkSync} from 'node:fs';
import {attempt} from './descriptor.ts';

/** The link of the initial pid namespace in /proc/PID/ns, with PROC_PID_INIT_INO of <linux/proc_ns.h>. */
export const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

/** The link of the initial time namespace (since Linux 5.6), with PROC_TIME_INIT_INO. */
const INITIAL_TIME_NAMESPACE = 'time:[4026531834]';

/**
 * Whether starts in /proc are those that the kernel has in its own records: time_namespaces(7). A kernel without time
 * namespaces has one time for all.
 */
export function inInitialTimeNamespace(): boolean {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/time'));
  return !namespace.ok || namespace.value === INITIAL_TIME_NAMESPACE;
}

/** Whether procdoc is in the initial pid namespace, whose pids the kernel uses in its own records. */
export function inInitialPidNamespace(): boolean {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return namespace.ok && namespace.value === INITIAL_PID_NAMESPACE;
}
