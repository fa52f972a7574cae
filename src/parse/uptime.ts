/** /proc/uptime (proc_uptime(5)): seconds since boot, suspend included. Undefined for anything else. */
export function parseUptime(bytes: Buffer): number | undefined {
  const match = /^(\d+\.\d+) /.exec(bytes.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}
