import {setFlagsFromString} from 'node:v8';

/** The flags that were set: as procdoc has them, and as V8 has them by itself. */
const changed: {readonly flag: string; readonly own: string}[] = [];

/**
 * Sets a flag of V8 until procdoc exits. V8 takes a code cache only under the flags that it was written under, and what a
 * first start writes at its exit is for starts with V8's own.
 * @param own what sets the flag as V8 has it by itself
 */
export function setFlagUntilExit(flag: string, own: string): void {
  setFlagsFromString(flag);
  changed.push({flag, own});
  process.prependOnceListener('exit', () => setFlagsFromString(own));
}

/** Loads code under V8's own flags, so that V8 takes what its code cache has of it: see setFlagUntilExit. */
export async function underOwnFlags<T>(load: () => Promise<T>): Promise<T> {
  for (const {own} of changed) setFlagsFromString(own);
  try {
    return await load();
  } finally {
    for (const {flag} of changed) setFlagsFromString(flag);
  }
}
