import {mapRead, orUndefined} from '../kernel/read.ts';
import type {Process} from './process.ts';
import type {ScriptProcess} from './script-process.ts';
import type {Snapshot} from './snapshot.ts';

/** Every process of a snapshot that may run a script: not kernel threads, not zombies, not procdoc itself. */
export function scriptProcesses(snapshot: Snapshot): ScriptProcess[] {
  return snapshot
    .processes()
    .filter(({pid, stat}) => !stat.kernelThread && stat.state !== 'Z' && pid !== snapshot.machine.host.pid)
    .map(process => scriptProcess(snapshot, process));
}

/** Paths are looked up through /proc/PID/root, so that they mean what they mean in the process's own mount namespace. */
function scriptProcess(snapshot: Snapshot, process: Process): ScriptProcess {
  const {pid, comm, stat} = process;
  const root = `${pid}/root`;
  const uid = orUndefined(process.status())?.uid;
  return {
    pid,
    ppid: stat.ppid,
    comm,
    user: uid === undefined ? null : snapshot.userName(uid),
    argv: orUndefined(process.argv()) ?? [],
    exe: orUndefined(process.exe()),
    get cwd() {
      return orUndefined(process.cwd()) ?? null;
    },
    startedAtMs: snapshot.startedAtMs(process),
    readsTerminal: () => orUndefined(mapRead(snapshot.source.link(`${pid}/fd/0`), isTerminal)),
    stat: path => snapshot.source.stat(`${root}${path}`),
    list: path => snapshot.source.list(`${root}${path}`),
    mappedFiles: () => orUndefined(process.maps()) ?? [],
  };
}

function isTerminal(target: string): boolean {
  return /^\/dev\/(?:pts\/|tty|console)/.test(target);
}
