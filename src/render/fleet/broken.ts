import {NOT_UNDERSTOOD} from '../../snapshot/source.ts';
import type {Problem} from '../failures/problem.ts';
import {printable} from '../safe-text.ts';

/** A recording that nothing can be answered from. */
export interface BrokenRecording {
  readonly file: string;
  readonly problem: Problem;
}

/** The errno that stands for a problem in the contract: of what was read and makes no sense, EBADMSG. */
export function errnoOf({problem}: BrokenRecording): string {
  return 'errno' in problem ? problem.errno : NOT_UNDERSTOOD;
}

/** A broken recording as the name of a check that it did not pass. */
export function brokenTitle({file}: BrokenRecording): string {
  return printable(`recording ${file}: expected that it can be answered from`);
}
