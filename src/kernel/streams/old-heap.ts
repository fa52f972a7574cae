import {setFlagUntilExit} from './v8-flags.ts';

/**
 * Has V8 collect the garbage of its old heap as soon as that has grown by half: a process that does much once in a while,
 * and little in between, would keep three times of what it needs.
 */
export function keepOldHeapSmall(): void {
  setFlagUntilExit('--heap-growing-percent=50', '--heap-growing-percent=0');
}
