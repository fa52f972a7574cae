import type {Edge, EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';

/** What the process at the end of an edge is to the one that waits. */
export const roles: Readonly<Record<EdgeKind, string>> = {
  'reads-pipe': 'writer',
  'writes-pipe': 'reader',
  'waits-for-child': 'child',
  'waits-for-lock': 'holder',
  'waits-for-process': 'process',
  'connects-to': 'peer',
  'stopped-by': 'whoever stopped it',
  'traced-by': 'tracer',
};

/** "sleep (4711)"; of a peer elsewhere its address. */
export function nameOf(chain: WaitChain, {to, kind, target}: Edge): string {
  const node = chain.nodes.find(({pid}) => pid === to);
  return node
    ? nodeName(node)
    : kind === 'connects-to'
      ? `the peer at ${peerAddress(target)}`
      : 'someone unknown';
}

export function nodeName({process}: ChainNode): string {
  return `${process.comm} (${process.pid})`;
}

/** Undefined where it still has the parent that started it. */
export function parentText({adoption}: ChainNode): string | undefined {
  return adoption === 'own-child' ? undefined : 'gone, most likely';
}

/** "fd 3", "fds 3, 4"; undefined where the edge is about no descriptor. */
export function fdsText({fds}: Edge): string | undefined {
  if (fds.length === 0) return undefined;
  return `${fds.length === 1 ? 'fd' : 'fds'} ${fds.join(', ')}`;
}

/** "a, b or c"; of many, the first few and how many more. */
export function listed(names: readonly string[], conjunction: 'and' | 'or', most = 3): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} ${conjunction} ${last}` : last;
}

function peerAddress(target: string | null): string {
  return target?.split(' to ')[1] ?? 'an unknown address';
}
