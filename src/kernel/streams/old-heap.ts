<<<<<<< HEAD
import {runInNewContext} from 'node:vm';
import {setFlagUntilExit} from './v8-flags.ts';

let collect: (() => void) | undefined;
=======
import {setFlagsFromString} from 'node:v8';
>>>>>>> afbbfb44 (Have V8 collect the exporter's old heap as soon as it has grown by half)

/**
 * Has V8 collect the garbage of its old heap as soon as that has grown by half: a process that does much once in a while,
 * and little in between, would keep three times of what it needs.
 */
<<<<<<< HEAD
export function collectGarbage(): void {
  if (!collect) {
    setFlagUntilExit('--expose-gc', '--no-expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
=======
export function keepOldHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
>>>>>>> afbbfb44 (Have V8 collect the exporter's old heap as soon as it has grown by half)
}
