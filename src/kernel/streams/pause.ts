/** How long to wait for the other end of a non-blocking stream: milliseconds. */
const PAUSE_MS = 5;

/** Waits a moment where a descriptor that someone made non-blocking gives or takes nothing: EAGAIN. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
