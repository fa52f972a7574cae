import {endCommand} from '../../rules/remedies/end-command.ts';
import {isLeftover} from '../../snapshot/holders/leftover.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {takesAddress} from './release.ts';

/**
 * What frees an address that only leftovers have: an order, undefined for a server at work. An orphan may be one that
 * is wanted, so its end is advised on that condition.
 */
export function orderFor({asked, descriptions}: TargetHolders): string | undefined {
  if (asked.kind !== 'port' && asked.kind !== 'unix') return undefined;
  const taking = descriptions.filter(({socket}) => socket && socket.remote === null && takesAddress(socket));
  const holders = taking.flatMap(one => one.holders.map(holder => ({holder, one})));
  if (holders.length === 0) return undefined;
  const processes = [...new Set(holders.map(({holder}) => holder.process))];
  const areLeftovers = holders.every(({holder, one}) => isLeftover(holder, one));
  if (areLeftovers) return `To free it: ${endCommand(processes)}.`;
  if (!holders.every(({holder}) => holder.orphanhood)) return undefined;
  return `If ${processes.length === 1 ? "it's a leftover" : "they're leftovers"}: ${endCommand(processes)}.`;
}
