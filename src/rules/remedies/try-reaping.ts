import {planFor} from '../../lifecycle/reap/plan.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {lookAgainCommand} from '../commands/printed-commands.ts';

/**
 * The command by which procdoc sends SIGCHLD to the parent of a zombie, and looks whether that reaps it; undefined where it
 * would send none: the parent takes none or can't run, it is PID 1 or an ancestor of procdoc, or a tracer has the zombie.
 */
export function tryReapingCommand(zombie: Zombie): string | undefined {
  const [plan] = planFor(zombie.snapshot, [zombie]);
  const mayHelp = plan?.options.some(({action, futility}) => action === 'sigchld' && futility === undefined);
  const parent = plan?.reaper?.process;
  return mayHelp && parent ? lookAgainCommand(parent, 'reap', parent.pid, '--try') : undefined;
}
