/** The furthest from the epoch that a Date can be, in milliseconds either way: ECMA-262, "Time Values". */
const LAST_DATE_MS = 8.64e15;

/** Whether a time in milliseconds since the epoch is one that a date can hold. */
export function isDate(ms: number): boolean {
  return Math.abs(ms) <= LAST_DATE_MS;
}

/** A time in milliseconds since the epoch as ISO 8601; files can bear times that no date can hold: "@9e18 ms". */
export function isoTime(ms: number): string {
  return isDate(ms) ? new Date(ms).toISOString() : `@${ms} ms`;
}
