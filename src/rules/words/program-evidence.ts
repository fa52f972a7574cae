import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';

/**
 * What kind of program a process runs, by the file that it executes: "/proc/812/exe: /usr/bin/cat, a filter"; where
 * that can't be read, by its comm.
 */
export function programEvidence(process: Process, kind: string): ToldEvidence {
  const {pid, comm} = process;
  const exe = process.exe();
  return exe.ok
    ? saying(seenIn(pid, 'exe', null, exe.value), `${exe.value}, ${kind}`)
    : pointing(
        saying(seenIn(pid, 'stat', 'comm (2)', comm), `is ${comm}; its exe can't be read (${exe.errno})`),
      );
}
