import {isDeepStrictEqual} from 'node:util';
import {listed} from '../../rules/listed.ts';
import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {fdsText, NAMED, nameOf, nodeName} from './names.ts';

/** How a process waits for itself alone. */
export function selfText(chain: WaitChain, node: ChainNode): string {
  const wait = node.waits.find(({edges}) => edges.some(({to}) => to === node.pid));
  const own = wait?.edges.find(({to}) => to === node.pid);
  const through = own && fdsText(own);
  if (own?.kind === 'connects-to') {
    const [local, peer] = own.target?.split(' to ') ?? [];
    return `${nodeName(node)} waits for itself: nobody else has ${peer}, the peer of ${local}, which is its own ${through}`;
  }
  const as = through ? `, as ${through}` : '';
  if (own?.kind === 'reads-pipe') {
    if (forgotToClose(node, own))
      return `${nodeName(node)} waits for an end of file that cannot come: nobody but itself has the write end of ${own.target}${as}, which it forgot to close`;
    return `${nodeName(node)} waits for itself: nobody else can write to ${own.target}, which it has open for both reading and writing itself${as}`;
  }
  if (own?.kind === 'waits-for-lock')
    return `${nodeName(node)} waits for itself: it has the lock on ${own.target} itself${as}${coholdersText(chain, own, wait)}`;
  return `${nodeName(node)} waits for itself: nobody else has ${own?.target ?? 'what it waits for'}${as}`;
}

/**
 * Whether a reader has a write end for no reason that shows: a descriptor for both reading and writing keeps a
 * FIFO from its end of file on purpose, and another thread may be there to write.
 */
export function forgotToClose({waits}: ChainNode, {fds, bothWays = []}: Edge): boolean {
  return waits.length <= 1 && fds.some(fd => !bothWays.includes(fd));
}

/** Those with a shared lock of their own, which is in the way as well. */
function coholdersText(chain: WaitChain, own: Edge, wait: Wait | undefined): string {
  const others = (wait?.edges ?? []).filter(({to, lock}) => to !== own.to && !isSameLock(lock, own.lock));
  if (others.length === 0) return '';
  const names = others.map(edge => nameOf(chain, edge));
  return `, and ${listed(names, NAMED)} ${others.length === 1 ? 'has' : 'have'} one on it, too`;
}

/** Whether they may be one lock of one open file description: surely so if it is exclusive. */
export function isSameLock(one: Edge['lock'], other: Edge['lock']): boolean {
  return one !== undefined && isDeepStrictEqual(one, other);
}
