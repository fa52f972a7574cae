import {listed} from '../../rules/listed.ts';
import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {fdsText, NAMED, nameOf} from './names.ts';

/**
 * What ends a wait for the other end of a pipe or socket: "b (2) reads from its fd 4, or closes it". One of several
 * who have that end will do, but closed it is only when all have closed it.
 */
export function actText(chain: WaitChain, wait: Wait): string {
  const onward = wait.edges.filter(({from, to}) => from !== to);
  const able = onward.length === 0 ? wait.edges : onward;
  const acting = able.map(edge => `${nameOf(chain, edge)} ${doneBy(edge, wait)}`);
  const close = wait.edges.length === 1 ? 'closes it' : 'all of them close it';
  // What it has open itself, it does not close while it waits.
  const isClosable = able.length === wait.edges.length;
  return isClosable
    ? `${listed(acting, NAMED, 'or')}, or ${close}`
    : `${listed(acting, NAMED, 'or')}; it keeps that end open itself`;
}

/** "writes to its fd 3". */
function doneBy(edge: Edge, {syscall}: Wait): string {
  const through = fdsText(edge);
  const its = through ? `its ${through}` : 'the connection';
  if (syscall === 'connect')
    return through ? `accepts connections on ${its}` : 'accepts or refuses the connection';
  const acts = edge.kind === 'writes-pipe' ? ['reads'] : (edge.acts ?? []);
  const done = acts.includes('reads') ? 'reads from' : 'writes to';
  const both = acts.includes('reads') === acts.includes('writes') ? 'writes to, or reads from,' : done;
  return acts.includes('accepts') ? `accepts the connection on ${its} and ${both} it` : `${both} ${its}`;
}
