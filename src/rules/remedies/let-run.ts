import type {Stall} from '../../snapshot/blocked-processes/stalled.ts';
import type {Process} from '../../snapshot/process.ts';
import {continueText} from '../words/stall.ts';
import {thawCommand} from './thaw.ts';

/** The order that lets a stopped or frozen process run again. */
export function letRun(process: Process, stall: Stall): string {
  return stall.kind === 'frozen'
    ? `Find out who froze the cgroup (\`docker pause\`, \`systemctl freeze\`, a checkpoint). To thaw it: ${thawCommand(stall, process)}.`
    : `Continue ${process.comm}: ${continueText(process, stall)}.`;
}
