import {orUndefined} from '../../kernel/read.ts';
import {listed} from '../../rules/listed.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {fdsText, NAMED, nameOf} from './names.ts';
import {isSameLock} from './own-end.ts';

/** What may free the members of a circle all the same, ", unless …": someone with a copy of a lock, or what nobody sees. */
export function unlessText(chain: WaitChain, members: readonly ChainNode[]): string {
  const reasons = [...unlockers(chain, members), ...unseenReasons(members)];
  return reasons.length === 0 ? '' : `, unless ${listed(reasons, NAMED, 'or')}`;
}

/** Whether someone outside of a circle could unlock what its members wait for. */
export function unlockers(chain: WaitChain, members: readonly ChainNode[]): string[] {
  const isMember = ({to}: Edge) => members.some(({pid}) => pid === to);
  const reasons = members.flatMap(({waits}) =>
    waits.flatMap(({edges}) => {
      const inside = edges.filter(isMember);
      // Where other descriptions have a lock in the way, too, one that is given up is not enough.
      const isOneLock = edges.every(({lock}) => inside.some(one => isSameLock(one.lock, lock)));
      return (isOneLock ? edges : [])
        .filter(edge => !isMember(edge))
        .flatMap(edge => inside.find(({lock}) => isUnlockable(lock) && isSameLock(lock, edge.lock)) && edge)
        .flatMap(edge => (edge ? [unlockText(chain, edge)] : []));
    }),
  );
  return [...new Set(reasons)];
}

/** A lock of an open file description may be given up through any copy of it: flock(2), F_OFD_SETLK in fcntl(2). */
function isUnlockable(lock: Edge['lock']): boolean {
  return lock?.class === 'flock' || lock?.class === 'ofd';
}

function unlockText(chain: WaitChain, edge: Edge): string {
  const doubt = edge.lock?.mode === 'write' ? '' : ', if that is the same open file description';
  return `${nameOf(chain, edge)} unlocks ${edge.target} (${fdsText(edge)}${doubt})`;
}

/** A receive or send timeout of a socket does not show, and nor does what a signal handler does. */
function unseenReasons(members: readonly ChainNode[]): string[] {
  const inside = members.flatMap(({waits}) =>
    waits.flatMap(({edges}) => edges.filter(({to}) => members.some(({pid}) => pid === to))),
  );
  const has = (kind: Edge['kind']) => inside.some(edge => edge.kind === kind);
  const timeout = has('connects-to') ? ['a timeout'] : [];
  const throughData = has('connects-to') || has('reads-pipe') || has('writes-pipe');
  const handler =
    throughData && members.some(({process}) => catchesSignals(process)) ? ['a signal handler'] : [];
  const both = [...timeout, ...handler];
  return both.length === 0 ? [] : [`${both.join(' or ')} ends a wait, which is not visible`];
}

/** Whether a process has a signal handler, which might end a system call that waits. True also where that may not be seen. */
function catchesSignals({status}: Process): boolean {
  const seen = orUndefined(status());
  return seen === undefined || seen.caught !== 0n;
}
