import {isDeepStrictEqual} from 'node:util';
import {listed} from '../../rules/words/listed.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {fdsText, NAMED, nameOf, nodeName, objectText, throughText} from './names.ts';

/** How a thread waits for what only another thread of its process can do, which is free to: no fault. */
export function ownThreadText(chain: WaitChain, node: ChainNode): string {
  const {wait, own} = ownWait(node);
  const [who, through] = [nodeName(node), own ? throughText(own) : ''];
  const object = objectText(own?.target);
  if (own?.kind === 'waits-for-lock')
    return `${who} gets the lock only when another thread of its own releases it: it holds the lock on ${object} itself${through}${coholdersText(chain, own, wait)}`;
  const why =
    own?.kind === 'connects-to' && own.target?.kind === 'connection'
      ? `${own.target.remote}, the peer of ${own.target.local}, is its own ${fdsText(own)}, and no other process has it`
      : own?.kind === 'reads-pipe'
        ? `no other process can write to ${object}, which it has open itself${through}`
        : `no other process has ${object}${through}`;
  return `${who} continues only when another thread of its own acts: ${why}`;
}

function ownWait({pid, waits}: ChainNode): {readonly wait: Wait | undefined; readonly own: Edge | undefined} {
  const wait = waits.find(({edges}) => edges.some(({to}) => to === pid));
  return {wait, own: wait?.edges.find(({to}) => to === pid)};
}

/** How a process waits for itself alone. */
export function selfText(chain: WaitChain, node: ChainNode): string {
  const {wait, own} = ownWait(node);
  const who = nodeName(node);
  const through = own ? throughText(own) : '';
  const object = objectText(own?.target);
  if (own?.kind === 'connects-to' && own.target?.kind === 'connection') {
    const {local, remote} = own.target;
    return `${who} waits for itself: ${remote}, the peer of ${local}, is its own ${fdsText(own)}, and no other process has it`;
  }
  if (own?.kind === 'reads-pipe')
    return forgotToClose(node, own)
      ? `${who} never sees EOF: it holds the only write end of ${object} itself${through}, and forgot to close it`
      : `${who} waits for itself: no other process can write to ${object}, which it has open for both reading and writing itself${through}`;
  if (own?.kind === 'waits-for-lock')
    return `${who} waits for itself: it holds the lock on ${object} itself${through}${coholdersText(chain, own, wait)}`;
  return `${who} waits for itself: no other process has ${object}${through}`;
}

/**
 * Whether a reader has a write end for no visible reason: a descriptor for both reading and writing keeps a FIFO from
 * EOF on purpose, and another thread may be there to write.
 */
export function forgotToClose({waits}: ChainNode, {fds, bothWays = []}: Edge): boolean {
  return waits.length <= 1 && fds.some(fd => !bothWays.includes(fd));
}

/** The processes with a shared lock of their own, which is in the way as well. */
function coholdersText(chain: WaitChain, own: Edge, wait: Wait | undefined): string {
  const others = (wait?.edges ?? []).filter(({to, lock}) => to !== own.to && !isSameLock(lock, own.lock));
  if (others.length === 0) return '';
  const names = others.map(edge => nameOf(chain, edge));
  return `, and ${listed(names, NAMED)} ${others.length === 1 ? 'has' : 'have'} a lock on it, too`;
}

/** Whether they may be one lock of one open file description: an exclusive one surely is. */
export function isSameLock(one: Edge['lock'], other: Edge['lock']): boolean {
  return one !== undefined && isDeepStrictEqual(one, other);
}
