/** Seconds since boot, suspend included, from /proc/uptime: proc_uptime(5). Undefined for text of another form. */
export function parseUptime(bytes: Buffer): number | undefined {
  const match = /^(\d+\.\d+) /.exec(bytes.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}
