import {listed} from '../../rules/words/listed.ts';
import type {WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Edge, EdgeKind} from '../../snapshot/wait-chain/edge.ts';
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

/** What frees a process at the other end of a pipe. */
const pipeActs: Readonly<Partial<Record<EdgeKind, readonly string[]>>> = {
  'reads-pipe': ['writes'],
  'writes-pipe': ['reads'],
};

/** Whether the waiter itself keeps open what has to be closed by all. */
export function keepsOpenItself({edges}: Wait): boolean {
  const own = edges.filter(({from, to}) => from === to);
  return own.length > 0 && own.length < edges.length;
}

/** What one process does that ends a wait for any of several objects: "writes to fds 1, 2, closes one of these or exits". */
export function anyActText(edges: readonly Edge[], wait: Wait): string {
  const alike = [...groupBy(edges, ({kind, acts}) => `${kind} ${acts}`).values()];
  const acts = alike.flatMap(group => {
    const fds = group.flatMap(edge => edge.fds);
    return group.slice(0, 1).map(edge => doneBy({...edge, fds}, wait));
  });
  return `${listed(acts, NAMED, 'or')}, closes one of these or exits`;
}

/** "writes to fd 3". */
function doneBy(edge: Edge, {doing}: Wait): string {
  const fds = fdsText(edge);
  const end = fds ?? 'the connection';
  if (doing?.kind === 'in-call' && doing.name === 'connect')
    return fds ? `accepts connections on ${fds}` : 'accepts or refuses the connection';
  const acts = pipeActs[edge.kind] ?? edge.acts ?? [];
  const done = acts.includes('reads') ? 'reads from' : 'writes to';
  const both = acts.includes('reads') === acts.includes('writes') ? 'writes to, or reads from,' : done;
  return acts.includes('accepts') ? `accepts the connection on ${end} and ${both} it` : `${both} ${end}`;
}
