import {isShellName} from '../../parse/script-command-line/interpreter-name.ts';
import {onceEach, oncePer} from '../once.ts';
import type {Reaper} from './reaper.ts';
import type {Zombie} from './zombie.ts';

/**
 * Whether an earlier program of the parent seems to have started a zombie, one that the parent's program of today was
 * exec'd over: the zombie has not called execve(2) since it was forked (PF_FORKNOEXEC), and has another name. A worker that
 * renamed itself by prctl(2) PR_SET_NAME looks the same, so the program of today has to be one that starts none, or the
 * name that of a shell or its script.
 */
export function isFromEarlierProgram(zombie: Zombie): boolean {
  const {stat, reaper} = zombie;
  if (!reaper || !stat.forkedWithoutExec) return false;
  return mayHaveReplaced(reaper)(stat.comm) && !zombie.looksAdopted();
}

/** Whether the program of today may have replaced one of a name: a parent may have thousands of zombies, of few names. */
const mayHaveReplaced = oncePer((reaper: Reaper): ((comm: string) => boolean) => {
  const {process: parent} = reaper;
  const isFirst = parent.stat.forkedWithoutExec || reaper.activities.waits().length > 0;
  if (isFirst || reaper.sigchld()?.disposition === 'caught') return () => false;
  return onceEach(
    comm => comm !== parent.comm && (reaper.neverForks() || isShellName(comm) || comm.endsWith('.sh')),
  );
});
