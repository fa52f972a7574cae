import {setFlagsFromString} from 'node:v8';

/**
 * Sets a flag of V8 until procdoc exits. V8 takes a code cache only under the flags that it was written under, and what a
 * first start writes at its exit is for starts with V8's own.
 * @param own what sets the flag as V8 has it by itself
 */
export function setFlagUntilExit(flag: string, own: string): void {
  setFlagsFromString(flag);
  process.prependOnceListener('exit', () => setFlagsFromString(own));
}
