import type {ChainNode} from '../../snapshot/wait-chain/chain-level.ts';
import type {WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {fdsText, nodeName} from './names.ts';

/** What is known of a circle of processes that wait for one another, and which to end. */
export function circleText(chain: WaitChain, asked: ChainNode, cycle: readonly number[]): string {
  const members = cycle.flatMap(pid => chain.nodes.find(node => node.pid === pid) ?? []);
  const [first, second] = members;
  if (!first) return '';
  const isHeld = cycle.every(pid => chain.deadlocked.has(pid));
  const seen = chain.isFullySeen ? '' : ', as far as could be seen';
  if (!second) {
    const end = isHeld
      ? `only ending it helps (kill -TERM ${first.pid})`
      : 'only another thread of it can end that';
    return `${selfText(first)}; ${end}${seen}`;
  }
  const line = `${nodeName(first)} waits for ${[...members.slice(1), first].map(nodeName).join(', which waits for ')}`;
  // The one that was asked for is there to go on.
  const victim = first === asked ? second : first;
  const end = isHeld
    ? `none of them goes on before one of them is ended (kill -TERM ${victim.pid}, say)`
    : 'only another thread of one of them can end it';
  return `${isHeld ? 'deadlock' : 'a circle'}: ${line}; ${end}${seen}`;
}

function selfText(node: ChainNode): string {
  const own = node.waits.flatMap(({edges}) => edges).find(edge => edge.to === node.pid);
  const through = own && fdsText(own);
  if (own?.kind === 'connects-to') {
    const [local, peer] = own.target?.split(' to ') ?? [];
    return `${nodeName(node)} waits for itself: nobody else has ${peer}, the peer of ${local}, which is its own ${through}`;
  }
  const as = through ? `, as ${through}` : '';
  if (own?.kind === 'reads-pipe')
    return `${nodeName(node)} waits for an end of file that cannot come: nobody but itself has the write end of ${own.target}${as}, which it forgot to close`;
  return `${nodeName(node)} waits for itself: nobody else has ${own?.target ?? 'what it waits for'}${as}`;
}
