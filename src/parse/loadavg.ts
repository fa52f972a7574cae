/**
 * How many tasks, which are processes and threads, the machine has: the number behind the slash of /proc/loadavg,
 * proc_loadavg(5). Undefined for text of another form.
 */
export function parseTaskCount(bytes: Buffer): number | undefined {
  const match = /^\S+ \S+ \S+ \d+\/(\d+) /.exec(bytes.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}
