/**
 * Milliseconds of a clock that only goes forward, as performance.now() has it, from another start: clock_gettime(2)
 * CLOCK_MONOTONIC. Node loads a dozen modules at the first use of `performance`, in a millisecond (measured).
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
