import {diagnose} from '../../rules/diagnosis/diagnosis.ts';
import {everything} from '../../rules/diagnosis/selection.ts';
import {Scope} from '../../rules/scope.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';

/**
 * Asks every rule, so that a recording has the answers that they need.
 * @param pids what the recording is about; undefined: the whole machine
 */
export function askingAll(pids: readonly number[] | undefined): (recorded: Snapshot) => Promise<unknown> {
  return recorded => diagnose(new Scope(recorded, pids && new Set(pids)), everything);
}
