import path from 'node:path';
import type {ScriptNameTest} from '../script-name.ts';
import {isNear} from './nearest.ts';

/** The test whether a name may be a slip for that of a script, or a part of it, where no script goes by it. */
export function parseNearScript(name: string): ScriptNameTest {
  const plain = path.posix.basename(name);
  return ({script, module}) =>
    plain !== '' &&
    [script === null ? null : path.posix.basename(script), module].some(
      called =>
        called !== null && (called.toLowerCase().includes(plain.toLowerCase()) || isNear(plain, called)),
    );
}
