import {collectGarbageGrownBy, collectGarbageOver} from '../../kernel/streams/old-heap.ts';
import {inspections} from '../../rules/diagnosis/catalogue.ts';
import {diagnose} from '../../rules/diagnosis/diagnosis.ts';
import {everything} from '../../rules/diagnosis/selection.ts';
import {waitsIn} from '../../rules/inspections/families.ts';
import {Scope} from '../../rules/scope.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';

/** So much garbage of a large machine may lie around: V8 would come to it only after twice as much as is needed. */
const SPARED_BYTES = 8 * 1024 * 1024;

/** With less than this in use, a machine is so small that its garbage is no matter. */
const LARGE_BYTES = 32 * 1024 * 1024;

/**
 * Asks every rule, so that a recording has the answers that they need. Of all that recording a large machine does, this needs
 * the most memory: it is done in steps, with the garbage of each collected.
 * @param pids what the recording is about; undefined: the whole machine
 */
export function askingAll(pids: readonly number[] | undefined): (recorded: Snapshot) => Promise<unknown> {
  return async recorded => {
    const scope = new Scope(recorded, pids && new Set(pids));
    const families = inspections.map(({rules}) => async () => {
      const ids = new Set(rules.map(({id}) => id));
      await diagnose(scope, {...everything, isAsked: ({id}) => ids.has(id)});
    });
    // What the last one asks about all processes takes as much as everything before it.
    const last = families.splice(-1);
    // The recorder has what is asked again, and of all processes that is little of what the other families asked.
    const forget = async () => {
      for (const process of recorded.processes()) process.forget();
      collectGarbageOver(LARGE_BYTES);
    };
    for (const ask of [...families, forget, () => waitsIn(scope), ...last]) {
      await ask();
      collectGarbageGrownBy(SPARED_BYTES);
    }
  };
}
