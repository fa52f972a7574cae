import {mapRead, orUndefined} from '../../kernel/read.ts';
import {mayInterpret} from '../../parse/script-command-line/interpreter-name.ts';
import {decodeText} from '../../parse/text.ts';
import {isTerminalPath} from '../descriptors/kind.ts';
import type {Process} from '../process.ts';
import {KernelStat} from '../process-table/kernel-stat.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {runningScripts} from './script.ts';
import type {ScriptProcess} from './script-process.ts';

/** A start is known to about 20 ms; a file that was written right before its script was started isn't newer. */
export const START_SLACK_MS = 50;

/** What `scriptProcessesOf` gives, by one look at all processes where that is quicker. */
export async function scriptProcesses(snapshot: Snapshot): Promise<ScriptProcess[]> {
  await snapshot.readAtOnce();
  return scriptProcessesOf(snapshot);
}

/** Every process of a snapshot that may run a script: no kernel thread, no zombie. */
export function scriptProcessesOf(snapshot: Snapshot): ScriptProcess[] {
  return snapshot
    .processes()
    .filter(({stat}) => !stat.kernelThread && stat.state !== 'Z')
    .map(process => scriptProcess(snapshot, process));
}

/** The path of the script that a process runs, or its module; null where it runs none, or nothing shows which. */
export function scriptOf(snapshot: Snapshot, process: Process): string | null {
  const [script] = runningScripts([scriptProcess(snapshot, process)]);
  return script?.path() ?? script?.line.module ?? null;
}

/** Whether a process may be an interpreter: false where the kernel's record names another program. */
export function mayRunScript({stat}: Process): boolean {
  const program = stat instanceof KernelStat ? stat.program : undefined;
  return program === undefined || mayInterpret(program);
}

/** Paths are looked up through /proc/PID/root, so that they mean what they mean in the process's own mount namespace. */
export function scriptProcess(snapshot: Snapshot, process: Process): ScriptProcess {
  const {pid, comm, stat} = process;
  const root = `${pid}/root`;
  return {
    pid,
    ppid: stat.ppid,
    startTicks: stat.startTicks,
    comm,
    status: process.status,
    container: process.container,
    get user() {
      return process.user();
    },
    program: stat instanceof KernelStat ? stat.program : undefined,
    get argv() {
      return orUndefined(process.argv()) ?? [];
    },
    get exe() {
      return orUndefined(process.exe());
    },
    get cwd() {
      return orUndefined(process.cwd()) ?? null;
    },
    startedAtMs: snapshot.startedAtMs(process),
    seenAtMs: snapshot.takenAtMs(),
    startSlackMs: START_SLACK_MS,
    readsTerminal: () => orUndefined(mapRead(snapshot.source.link(`${pid}/fd/0`), isTerminalPath)),
    bashScript: () => orUndefined(snapshot.source.link(`${pid}/fd/255`)),
    // Most files aren't links, which does not make the answer incomplete.
    link: path => mapRead(snapshot.machine.procfs.link(`${root}${path}`), decodeText),
    address: path => addressBelow(snapshot, process, path),
    stat: path => snapshot.source.stat(`${root}${path}`),
    list: path => snapshot.source.list(`${root}${path}`),
    mappedFiles: () => orUndefined(process.maps()) ?? [],
  };
}
