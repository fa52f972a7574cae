import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Rule} from '../rule.ts';
import {ruleAbout} from '../rule.ts';
import {acquirerGone} from './acquirer-gone.ts';
import {fileReplaced} from './file-replaced.ts';
import {heldByHeir} from './held-by-heir.ts';
import {holderNotVisible} from './holder-not-visible.ts';
import {kindsMixed} from './kinds-mixed.ts';
import {waitersBehindHeir} from './waiters-behind-heir.ts';

/** What may be wrong with a lock, the worst first. */
export const lockRules: readonly Rule<LockCase>[] = [
  waitersBehindHeir,
  fileReplaced,
  kindsMixed,
  ruleAbout(heldByHeir, ({outlivedLock}) => outlivedLock()),
  holderNotVisible,
  acquirerGone,
];
