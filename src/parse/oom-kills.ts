/**
 * The line "oom_kill" in memory.events of a cgroup (version 2), and in memory.oom_control (version 1, since Linux 4.13):
 * how many processes the OOM killer has killed there. Version 2 counts those of the cgroups below, too. Undefined where
 * the line is missing.
 */
export function parseOomKills(bytes: Buffer): number | undefined {
  const digits = /^oom_kill (\d{1,15})$/m.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
