/**
 * How many tasks, threads among them, the machine has made since it started, in every pid namespace: the line "processes"
 * of /proc/stat, proc_stat(5). Undefined for text without it.
 */
export function parseForks(bytes: Buffer): number | undefined {
  const digits = /^processes (\d{1,15})$/m.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
