import {posix} from 'node:path';
import {parseModuleOfFile} from '../../parse/script-name.ts';
import {isNear} from '../../parse/targets/nearest.ts';
import type {Process} from '../process.ts';
import {ProcScript} from '../scripts/proc-script.ts';
import {runningScript} from '../scripts/script.ts';
import type {Snapshot} from '../snapshot.ts';
import {askingProcesses} from './asking.ts';

/** A process whose name is like one that no process has. */
export interface NearName {
  readonly pid: number;
  /** Of what it runs: "worker.py", or its comm. */
  readonly name: string;
  /** Whether the name is that of a module which its interpreter was given by -m. */
  readonly isModule: boolean;
}

/**
 * The processes that may have been meant by a name that none has, the likeliest first: a Python that runs the file as a
 * module, a name with the text in it, a name that is a slip away.
 */
export function nearNames(snapshot: Snapshot, name: string): NearName[] {
  const asking = askingProcesses(snapshot);
  const plain = posix.basename(name).replace(/\.service$/, '');
  // Of "/" nothing is left, which is in every name.
  if (plain === '') return [];
  const asModule = parseModuleOfFile(name);
  const others = snapshot.others().filter(process => !asking.has(process) && !process.isZombie());
  const ranked = others.flatMap(process => {
    const near = namesOf(snapshot, process);
    const module = near.find(each => each.isModule && asModule?.(each.name));
    const part = near.find(each => each.name.toLowerCase().includes(plain.toLowerCase()));
    const slip = near.find(each => isNear(plain, each.name));
    const best = module ?? part ?? slip;
    return best ? [{rank: module ? 0 : part ? 1 : 2, best}] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({best}) => best);
}

function namesOf(snapshot: Snapshot, process: Process): NearName[] {
  const {pid, comm} = process;
  const script = runningScript(new ProcScript(snapshot, process));
  const {script: file, module} = script?.line ?? {};
  return [
    ...(module ? [{pid, name: module, isModule: script?.line.interpreter === 'python'}] : []),
    ...(file ? [{pid, name: posix.basename(file), isModule: false}] : []),
    {pid, name: comm, isModule: false},
  ];
}
