import {listHere, type PsProcess, statHere} from '../kernel/ps.ts';
import type {Unreadable} from './ledger.ts';
import type {ScriptProcess} from './script-process.ts';

/** What ps(1) cannot tell, as the contract's `unreadable` has it. */
export const unknownToPs: readonly Unreadable[] = [
  'states',
  'working directories',
  'exact arguments',
  'mapped files',
].map(what => ({what, errno: 'ENOSYS', pids: []}));

/**
 * Processes as ps(1) shows them, without procdoc itself. Arguments that hold blanks come apart, and no
 * working directory is known: relative scripts stay unresolved.
 */
export function psScriptProcesses(listed: readonly PsProcess[], ownPid: number): ScriptProcess[] {
  return listed
    .filter(({pid, ppid}) => pid !== ownPid && ppid !== ownPid)
    .map(({pid, ppid, comm, uid, command, startedAtMs}) => ({
      pid,
      ppid,
      comm,
      user: uid === undefined ? null : String(uid),
      argv: command.split(' ').filter(Boolean),
      exe: undefined,
      cwd: null,
      startedAtMs,
      readsTerminal: () => undefined,
      stat: statHere,
      list: listHere,
      mappedFiles: () => [],
    }));
}
