import {isDate, isoTime} from '../parse/iso-time.ts';

/** Milliseconds since the epoch as ISO 8601, in UTC; null for what is not known, or reckoned from nonsense. */
export function isoInstant(ms: number | undefined): string | null {
  return ms !== undefined && isDate(ms) ? isoTime(ms) : null;
}
