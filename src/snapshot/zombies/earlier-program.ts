import {isShellName} from '../../parse/script-command-line/interpreter-name.ts';
import type {Zombie} from './zombie.ts';

/**
 * Whether an earlier program of the parent seems to have started a zombie, one that the parent's program of today was
 * exec'd over: the zombie has not called execve(2) since it was forked (PF_FORKNOEXEC), and has another name. A worker that
 * renamed itself by prctl(2) PR_SET_NAME looks the same, so the program of today has to be one that starts none, or the
 * name that of a shell or its script.
 */
export function isFromEarlierProgram(zombie: Zombie): boolean {
  const {stat, reaper} = zombie;
  const parent = reaper?.process;
  if (!parent || !stat.forkedWithoutExec || zombie.looksAdopted()) return false;
  const {comm} = stat;
  if (comm === parent.comm || parent.stat.forkedWithoutExec || reaper.activities.waits().length > 0)
    return false;
  if (reaper.sigchld()?.disposition === 'caught') return false;
  return reaper.neverForks() || isShellName(comm) || comm.endsWith('.sh');
}
