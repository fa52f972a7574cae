import {liveHost} from '../../kernel/host.ts';
import {linkHere, listHere, readPs, statHere} from '../../kernel/ps.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parsePasswd} from '../../parse/passwd.ts';
import {MISSED_BY_PS_OF_SCRIPTS} from '../gap-names.ts';
import type {Unreadable} from '../ledger.ts';
import type {ScriptProcess} from './script-process.ts';

/** What ps(1) doesn't know, as the contract's `unreadable` has it. */
export const unknownToPs: readonly Unreadable[] = MISSED_BY_PS_OF_SCRIPTS.map(what => ({
  what,
  errno: 'ENOSYS',
  pids: [],
}));

/** ps(1) adds whole seconds since boot to a boot time that is itself cut to a second. */
const START_SLACK_MS = 2000;

/**
 * Processes as ps(1) shows them. Arguments with blanks in them come apart, and no working directory is known:
 * relative scripts stay unresolved. A user that passwd(5) does not know is named by the uid.
 */
export async function readPsScripts(): Promise<ScriptProcess[]> {
  const seenAtMs = Date.now();
  const users = parsePasswd(orUndefined(liveHost().passwd()) ?? Buffer.alloc(0));
  return (await readPs()).map(({pid, ppid, comm, uid, command, startedAtMs}) => ({
    pid,
    ppid,
    comm,
    user: uid === undefined ? null : (users.get(uid) ?? String(uid)),
    argv: command.split(' ').filter(Boolean),
    exe: undefined,
    cwd: null,
    startedAtMs,
    seenAtMs,
    startSlackMs: START_SLACK_MS,
    startTicks: null,
    readsTerminal: () => undefined,
    opened: () => undefined,
    link: linkHere,
    address: path => path,
    stat: statHere,
    list: listHere,
    mappedFiles: () => [],
  }));
}
