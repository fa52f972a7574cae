import {majorAndMinor} from '../kernel/device-number.ts';

/** A device number of stat(2) as "major:minor", in decimal. */
export function deviceNumbers(device: number): string {
  return majorAndMinor(device).join(':');
}
