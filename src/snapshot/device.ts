import {majorAndMinor} from '../kernel/device-number.ts';

/** The major numbers of pseudoterminals, each with 256 of them: Documentation/admin-guide/devices.txt. */
const FIRST_MAJOR = 136n;
const LAST_MAJOR = 143n;

/** A device number of stat(2) as "major:minor", in decimal. */
export function deviceNumbers(device: number): string {
  return majorAndMinor(device).join(':');
}

/**
 * The number in /dev/pts of a pseudoterminal.
 * @param device its device number, as stat(2) and tty_nr (7) of proc_pid_stat(5) have it
 */
export function pseudoterminalOf(device: number): number | undefined {
  const [major, minor] = majorAndMinor(device);
  if (major < FIRST_MAJOR || major > LAST_MAJOR) return undefined;
  return Number((major - FIRST_MAJOR) * 256n + minor);
}
