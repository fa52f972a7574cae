import {setFlagUntilExit} from './v8-flags.ts';

/**
 * Keeps the part of V8's heap small where everything begins, for work whose values are garbage as soon as they are made.
 * It would grow to 48 MB, and most of what it holds would be copied on to where garbage stays for long. So little is
 * copied at once that a second thread would only be waited for: on a busy machine for a fifth of the time (measured).
 */
export function keepYoungHeapSmall(): void {
  setFlagUntilExit('--semi-space-growth-factor=1', '--semi-space-growth-factor=2');
  setFlagUntilExit('--no-parallel-scavenge', '--parallel-scavenge');
}
