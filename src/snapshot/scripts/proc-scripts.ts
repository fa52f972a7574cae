import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {ProcScript} from './proc-script.ts';
import {runningScript} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** What `scriptProcessesOf` gives, by one look at all processes where that is quicker. */
export async function scriptProcesses(snapshot: Snapshot): Promise<ScriptProcess[]> {
  await snapshot.readAtOnce('named');
  return scriptProcessesOf(snapshot);
}

/** Every process of a snapshot that may run a script: no kernel thread, no zombie. */
export function scriptProcessesOf(snapshot: Snapshot): ScriptProcess[] {
  return snapshot
    .processes()
    .filter(({stat}) => !stat.kernelThread && stat.state !== 'Z')
    .map(process => new ProcScript(snapshot, process));
}

/** The path of the script that a process runs, or its module; null where it runs none, or nothing shows which. */
export function scriptOf(snapshot: Snapshot, process: Process): string | null {
  const script = runningScript(new ProcScript(snapshot, process));
  return script?.path() ?? script?.line.module ?? null;
}
