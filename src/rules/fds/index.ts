import type {TracedDescriptor} from '../../snapshot/inherited-fds.ts';
import {heldByHeir} from '../locks/held-by-heir.ts';
import {allVerdicts, type Rule, type Verdict} from '../rule.ts';
import {listenerHeldByHeir} from './listener-held-by-heir.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';

/** What may be wrong with a descriptor that came from elsewhere, the worst first. */
export const descriptorRules: readonly Rule<TracedDescriptor>[] = [
  heldByHeir,
  listenerHeldByHeir,
  pipeHeldOpen,
];

export interface JudgedDescriptor extends TracedDescriptor {
  readonly verdicts: readonly Verdict[];
}

export function judgeDescriptors(traced: readonly TracedDescriptor[]): JudgedDescriptor[] {
  return traced.map(descriptor => ({...descriptor, verdicts: allVerdicts(descriptorRules, descriptor)}));
}

/** Whether a descriptor says something of the family: it is shared, came from elsewhere, or something is wrong with it. */
export function isRemarkable({one, inheritance, verdicts}: JudgedDescriptor): boolean {
  return one.isShared || inheritance !== undefined || verdicts.length > 0;
}
