import type {PidFile} from '../../snapshot/scripts/pid-file.ts';
import type {ScriptCase} from '../../snapshot/scripts/script-case.ts';
import type {Rule} from '../rule.ts';
import {deleted} from './deleted.ts';
import {pidfileNamesAnotherProcess} from './pidfile-names-another-process.ts';
import {staleCode} from './stale-code.ts';

/** What may be wrong with the code that a script runs. */
export const scriptRules: readonly Rule<ScriptCase>[] = [deleted, staleCode];

export const pidFileRules: readonly Rule<PidFile>[] = [pidfileNamesAnotherProcess];
