import {shellWord} from '../../parse/shell-word.ts';
import {shellCommand} from '../../rules/commands/printed-commands.ts';
import {endCommand} from '../../rules/remedies/end-command.ts';
import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import type {FileUser} from '../../snapshot/holders/file-users.ts';
import {isLeftover} from '../../snapshot/holders/leftover.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import type {Process} from '../../snapshot/process.ts';
import {takesAddress} from './release.ts';
import {isExecutable} from './use-remarks.ts';

/** Of more processes than these, a command that ends them all would be typed without a look at them. */
const MOST_ENDED = 8;

/**
 * What gives the caller what it could not get: an address, an unmount, the execution or the change of a program.
 * Undefined where there is nothing to advise, as of a server at work.
 * @param callers the processes that procdoc was started by, such as the shell where it was typed: they are not to be ended
 */
export function orderFor(answer: TargetHolders, callers: readonly Process[]): string | undefined {
  const {asked} = answer;
  if (asked.kind === 'port' || asked.kind === 'unix') return addressOrder(answer);
  if (asked.kind !== 'path') return undefined;
  const {rootOf} = answer.kernelUses;
  if (!rootOf) return programOrder(answer);
  return rootOf.mountPoint === '/' ? undefined : mountOrder(answer, callers);
}

/** An orphan may be one that is wanted, so its end is advised on that condition. */
function addressOrder({descriptions}: TargetHolders): string | undefined {
  const taking = descriptions.filter(({socket}) => socket && socket.remote === null && takesAddress(socket));
  const holders = taking.flatMap(one => one.holders.map(holder => ({holder, one})));
  if (holders.length === 0) return undefined;
  const processes = [...new Set(holders.map(({holder}) => holder.process))];
  const areLeftovers = holders.every(({holder, one}) => isLeftover(holder, one));
  if (areLeftovers) return `To free it: ${endCommand(processes)}.`;
  if (!holders.every(({holder}) => holder.orphanhood)) return undefined;
  return `If ${processes.length === 1 ? "it's a leftover" : "they're leftovers"}: ${endCommand(processes)}.`;
}

/** What a process does that gives up a use of a mount and goes on; nothing but its exit gives up the others. */
const givingUp: Partial<Record<FileUser['use'], string>> = {
  cwd: 'change the working directory',
  open: 'close the files there',
};

function mountOrder({usedBy, descriptions}: TargetHolders, callers: readonly Process[]): string | undefined {
  const holders = descriptions.flatMap(one => one.holders.map(({process}) => process));
  const processes = [...new Set([...usedBy.map(({process}) => process), ...holders])];
  const others = processes.filter(process => !callers.includes(process));
  const ownUses = usedBy.filter(({process}) => callers.includes(process));
  const isHere = ownUses.some(({use, process}) => use === 'cwd' && process.vantage.pids === 'ours');
  const leaving = isHere ? ['in this shell, `cd /`'] : [];
  const canEnd =
    others.length > 0 && others.length <= MOST_ENDED && !others.some(one => isInit(one) === true);
  const kinds = [...new Set(usedBy.filter(({process}) => others.includes(process)).map(({use}) => use))];
  const [kind] = kinds;
  const instead = kinds.length === 1 && holders.length === 0 && kind ? givingUp[kind] : undefined;
  const make = instead === undefined ? '' : `, or make ${others.length === 1 ? 'it' : 'them'} ${instead}`;
  const steps = [...leaving, ...(canEnd ? [`${endCommand(others)}${make}`] : [])];
  return steps.length === 0 ? undefined : `To unmount it: ${steps.join(', and ')}.`;
}

function programOrder({target, executedBy, descriptions}: TargetHolders): string | undefined {
  const [runner] = executedBy;
  if (runner) {
    const command = shellCommand(runner, `mv ${shellWord(`${target}.new`)} ${shellWord(target)}`);
    return `To replace it while it runs, write a new file next to it and rename that: ${command}.`;
  }
  const holders = descriptions.flatMap(one => one.holders);
  const writers = holders.filter(holder => accessModeOf(holder).includes('w'));
  const processes = [...new Set(writers.map(({process}) => process))];
  if (!writers.some(isExecutable) || processes.length > MOST_ENDED) return undefined;
  return `If ${processes.length === 1 ? 'it should be' : 'they should be'} done with it: ${endCommand(processes)}.`;
}
