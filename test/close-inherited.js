// For programs that start others: what their own caller left open would be in every answer about descriptors.
import {closeSync, readdirSync, readFileSync} from 'node:fs';

/** Closes each descriptor above 2 that survives exec. */
export function closeInherited() {
  for (const fd of readdirSync('/proc/self/fd')
    .map(Number)
    .filter(fd => fd > 2)) {
    try {
      const [, flags] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
      if (flags !== undefined && (Number.parseInt(flags, 8) & 0o2000000) === 0) closeSync(fd);
    } catch {
      // The descriptor by which the list was read is closed by now.
    }
  }
}
