import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {saying, type ToldEvidence} from './evidence.ts';

/** Which parent a process has, and what that shows: "/proc/812/stat: ppid (4) is 1, which did not start cat". */
export function parentEvidence({pid, stat: {ppid}}: Process, shows: string): ToldEvidence {
  return saying(seenIn(pid, 'stat', 'ppid (4)', ppid), `is ${ppid}, ${shows}`);
}
