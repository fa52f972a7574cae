import {wakeUps} from '../../snapshot/wait-chain/awaited.ts';
import type {Edge, EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';

/** How many names or reasons a sentence has. */
export const NAMED = 3;

/** What the process at the end of an edge is to the one that waits. */
export const roles: Readonly<Record<EdgeKind, string>> = {
  'reads-pipe': 'writer',
  'writes-pipe': 'reader',
  'reads-terminal': 'other end',
  'waits-for-child': 'child',
  'waits-for-tracee': 'tracee',
  'waits-for-lock': 'holder',
  'breaks-lease': 'lease holder',
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

export function nodeName({process}: Pick<ChainNode, 'process'>): string {
  return `${process.comm} (${process.pid})`;
}

/** Undefined where nothing shows that the process which started it is gone. */
export function parentText({adoption}: ChainNode): string | undefined {
  if (adoption === 'adopted') return 'gone';
  return adoption === 'probably-adopted' ? 'gone, most likely' : undefined;
}

/** "fd 3", "fds 3, 4"; undefined where the edge is about no descriptor. */
export function fdsText({fds}: Edge): string | undefined {
  if (fds.length === 0) return undefined;
  return `${fds.length === 1 ? 'fd' : 'fds'} ${fds.join(', ')}`;
}

/** What else can end a wait, and apart from that what a process mostly does to itself. */
export function sortedOthers(others: readonly string[]): {outward: string[]; inward: string[]} {
  const isInward = (other: string) => Object.values<string>(wakeUps).includes(other);
  return {
    outward: others.filter(other => !isInward(other)),
    inward: others.filter(isInward),
  };
}

/** The same in few words where there are several: "a wake-up from within (its own eventfd or self-pipe)". */
export function withinText(inward: readonly string[]): string[] {
  if (inward.length < 2) return [...inward];
  const own: Readonly<Record<string, string>> = {
    [wakeUps.eventfd]: 'eventfd',
    [wakeUps.thread]: 'thread',
    [wakeUps.pipe]: 'self-pipe',
  };
  return [`a wake-up from within (its own ${inward.map(one => own[one] ?? one).join(' or ')})`];
}

function peerAddress(target: string | null): string {
  return target?.split(' to ')[1] ?? 'an unknown address';
}
