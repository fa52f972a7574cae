import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {named} from './named.ts';

/** Which parent a process has, and what that shows: "/proc/812/stat: ppid (4) is 1, which did not start cat". */
export function parentEvidence({pid, stat: {ppid}}: Process, shows: string): ToldEvidence {
  return saying(seenIn(pid, 'stat', 'ppid (4)', ppid), `is ${ppid}, ${shows}`);
}

/** That a process has a child: "/proc/813/stat: ppid (4) is 812, python3 (812)". */
export function childEvidence({pid, comm, stat: {ppid}}: Process, parent: Process): ToldEvidence {
  return saying(seenIn(pid, 'stat', 'ppid (4)', ppid), `is ${ppid}: ${comm} is a child of ${named(parent)}`);
}
