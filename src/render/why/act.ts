import {listed} from '../../rules/words/listed.ts';
import type {WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {fdsText, NAMED, nameOf} from './names.ts';

/**
 * What ends a wait for the other end of a pipe or socket: "b (2) reads from fd 4, or closes it". One of several
 * processes can read or write, but the end is closed only when all of them have closed it.
 */
export function actText(chain: WaitChain, wait: Wait): string {
  const onward = wait.edges.filter(({from, to}) => from !== to);
  const able = onward.length === 0 ? wait.edges : onward;
  const acting = able.map(edge => `${nameOf(chain, edge)} ${doneBy(edge, wait)}`);
  const acts = listed(acting, NAMED, 'or');
  if (wait.edges.every(({isDatagram}) => isDatagram)) return acts;
  // What the waiter has open itself, it does not close while it waits.
  if (able.length < wait.edges.length) return acts;
  return `${acts}, or ${wait.edges.length === 1 ? 'closes it' : 'all of them close it'}`;
}

/** Whether the waiter itself keeps open what has to be closed by all. */
export function keepsOpenItself({edges}: Wait): boolean {
  const own = edges.filter(({from, to}) => from === to);
  return own.length > 0 && own.length < edges.length;
}

/** "writes to fd 3". */
function doneBy(edge: Edge, {doing}: Wait): string {
  const fds = fdsText(edge);
  const end = fds ?? 'the connection';
  if (doing?.kind === 'in-call' && doing.name === 'connect')
    return fds ? `accepts connections on ${fds}` : 'accepts or refuses the connection';
  const acts = edge.kind === 'writes-pipe' ? ['reads'] : (edge.acts ?? []);
  const done = acts.includes('reads') ? 'reads from' : 'writes to';
  const both = acts.includes('reads') === acts.includes('writes') ? 'writes to, or reads from,' : done;
  return acts.includes('accepts') ? `accepts the connection on ${end} and ${both} it` : `${both} ${end}`;
}
