/** The furthest from the epoch that a Date can be, in milliseconds either way: ECMA-262, "Time Values". */
const FURTHEST_MS = 8.64e15;

/** Milliseconds since the epoch as ISO 8601, in UTC; null for what is not known, or reckoned from nonsense. */
export function isoInstant(ms: number | undefined): string | null {
  return ms !== undefined && Math.abs(ms) <= FURTHEST_MS ? new Date(ms).toISOString() : null;
}
