/** The last moment that a JavaScript date can hold, in milliseconds since the epoch. */
const LAST_DATE_MS = 8.64e15;

/** A time in milliseconds since the epoch as ISO 8601; files can bear times that no date can hold: "@9e18 ms". */
export function isoTime(ms: number): string {
  return Math.abs(ms) <= LAST_DATE_MS ? new Date(ms).toISOString() : `@${ms} ms`;
}
