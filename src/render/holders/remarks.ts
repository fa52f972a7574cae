import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {kernelRemarks} from './kernel-remarks.ts';
import {pipeRemarks} from './pipe-remarks.ts';
import {socketRemarks} from './socket-remarks.ts';
import {useRemarks} from './use-remarks.ts';

/** What there is to know of a target as a whole, a sentence or two each. */
export function remarksOn(answer: TargetHolders): string[] {
  return [...socketRemarks(answer), ...pipeRemarks(answer), ...useRemarks(answer), ...kernelRemarks(answer)];
}
