import {groupBy} from '../../snapshot/group-by.ts';
import type {ScriptScene} from '../../snapshot/scripts/script-answer.ts';
import {printable} from '../safe-text.ts';

/** Remarks on modules that may be the very file that was asked for; they are not counted. */
export function moduleRemarks({asModules}: ScriptScene): string[] {
  return [...groupBy(asModules, ({line}) => line.module)].map(([module, scripts]) => {
    const pids = scripts.map(({process}) => process.pid).join(', ');
    const run = scripts.length === 1 ? 'process runs' : 'processes run';
    return `not counted: ${scripts.length} more ${run} -m ${printable(module ?? '')} (${pids})`;
  });
}
