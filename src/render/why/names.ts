import {edgeTargetText} from '../../rules/words/edge-target.ts';
import {named} from '../../rules/words/named.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge, EdgeKind, EdgeTarget} from '../../snapshot/wait-chain/edge.ts';
import type {ProcessNode} from '../../snapshot/wait-chain/follow-waits.ts';

/** How many names or reasons a sentence has. */
export const NAMED = 3;

/** What the process at the end of an edge is to the one that waits. */
export const roles: Readonly<Record<EdgeKind, string>> = {
  'reads-pipe': 'writer',
  'writes-pipe': 'reader',
  'reads-terminal': 'other end',
  'waits-for-input': 'input from',
  'waits-for-child': 'child',
  'waits-for-tracee': 'tracee',
  'waits-for-lock': 'holder',
  'breaks-lease': 'lease holder',
  'waits-for-process': 'process',
  'connects-to': 'peer',
  'reads-eventfd': 'writer',
  'reads-queue': 'sender',
  'writes-queue': 'receiver',
  'waits-for-semaphore': 'last user',
  'shares-memory': 'sharer',
  'waits-for-server': 'server',
  'stopped-by': 'sender of the stop signal',
  'frozen-by': 'freezer',
  'traced-by': 'tracer',
};

/** Processes of which some wait for others: a chain, or several. */
export interface Waiting {
  readonly nodes: readonly ProcessNode[];
}

/** "sleep (4711)"; for a peer elsewhere its address. */
export function nameOf({nodes}: Waiting, {to, kind, target}: Edge): string {
  const node = nodes.find(({pid}) => pid === to);
  if (node) return nodeName(node);
  if (kind === 'waits-for-input') return `the other end of ${objectText(target)} (not visible from here)`;
  return kind === 'connects-to' ? `the peer at ${peerAddress(target)}` : 'an unknown process';
}

export function nodeName({process, isObserver}: Pick<ChainNode, 'process'> & Partial<ChainNode>): string {
  return isObserver ? `procdoc itself (${process.pid})` : named(process);
}

/** Whether the process that started it has exited: "orphan", "orphan (likely)"; undefined where nothing shows it. */
export function orphanText({adoption}: ChainNode): string | undefined {
  if (adoption === 'adopted') return 'orphan';
  return adoption === 'probably-adopted' ? 'orphan (likely)' : undefined;
}

/** "fd 3", "fds 3, 4"; undefined where the edge is about no descriptor. */
export function fdsText({fds}: Pick<Edge, 'fds'>): string | undefined {
  if (fds.length === 0) return undefined;
  return `${fds.length === 1 ? 'fd' : 'fds'} ${fds.join(', ')}`;
}

/** "sleep (4711) fd 3". */
export function nameWithFds(chain: WaitChain, edge: Edge): string {
  return [nameOf(chain, edge), fdsText(edge)].filter(Boolean).join(' ');
}

/** " (fd 3)", after the object that a process has open through it. */
export function throughText(edge: Pick<Edge, 'fds'>): string {
  const fds = fdsText(edge);
  return fds === undefined ? '' : ` (${fds})`;
}

/** The object of an edge; for a sentence that needs one where there is none, "what it waits for". */
export function objectText(target: EdgeTarget | null | undefined): string {
  return target ? edgeTargetText(target) : 'what it waits for';
}

function peerAddress(target: EdgeTarget | null): string {
  return target?.kind === 'connection' ? target.remote : 'an unknown address';
}
