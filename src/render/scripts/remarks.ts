import {groupBy} from '../../snapshot/group-by.ts';
import type {ScriptScene} from '../../snapshot/scripts/script-answer.ts';
import {printable} from '../safe-text.ts';

/** Remarks on modules that may be the very file that was asked for. */
export function moduleRemarks({asModules}: ScriptScene): string[] {
  return [...groupBy(asModules, ({line}) => line.module)].map(([module, scripts]) => {
    const pids = scripts.map(({process}) => process.pid).join(', ');
    const [run, are] = scripts.length === 1 ? ['runs', 'is'] : ['run', 'are'];
    return `${scripts.length} more ${run} as -m ${printable(module ?? '')} (${pids}), and ${are} not counted`;
  });
}
