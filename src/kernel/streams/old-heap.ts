import {runInNewContext} from 'node:vm';
import {setFlagUntilExit} from './v8-flags.ts';

let collect: (() => void) | undefined;
/** What was in use when garbage was last collected. */
let leftBytes = 0;

/** Has V8 collect all garbage now. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagUntilExit('--expose-gc', '--no-expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  leftBytes = bytesInUse();
}

/**
 * Has V8 collect the garbage of its old heap as soon as that has grown by half, for a process that stays, or that looks at
 * a whole machine: its heap would have three times what it needs.
 */
export function keepOldHeapSmall(): void {
  setFlagUntilExit('--heap-growing-percent=50', '--heap-growing-percent=0');
}

/**
 * Has V8 collect all garbage if what it has in use, garbage included, is more than this. It does so by itself next to the
 * program, and on a machine without a free processor comes to it late.
 */
export function collectGarbageOver(bytes: number): void {
  if (bytesInUse() > bytes) collectGarbage();
}

/** Has V8 collect all garbage if what it has in use has grown by more than this since that was last done. */
export function collectGarbageGrownBy(bytes: number): void {
  if (bytesInUse() > leftBytes + bytes) collectGarbage();
}

function bytesInUse(): number {
  const {heapUsed, external} = process.memoryUsage();
  return heapUsed + external;
}
