/** The furthest from the epoch that a Date can be, in milliseconds either way: ECMA-262, "Time Values". */
const LAST_DATE_MS = 8.64e15;

/** Whether a Date can hold this time, in milliseconds since the epoch. */
export function isDate(ms: number): boolean {
  return Math.abs(ms) <= LAST_DATE_MS;
}

/** A time in milliseconds since the epoch as ISO 8601; a file can have a time that no Date can hold: "@9e18 ms". */
export function isoTime(ms: number): string {
  return isDate(ms) ? new Date(ms).toISOString() : `@${ms} ms`;
}
