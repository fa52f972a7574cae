import {orUndefined} from '../../kernel/read.ts';
import {listed} from '../../rules/words/listed.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Edge, EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import {fdsText, nameOf, objectText} from './names.ts';
import {isSameLock} from './own-end.ts';

/** What may free the members of a cycle in spite of all: a process with a copy of a lock, or what no look shows. */
export function waysOut(chain: WaitChain, members: readonly ChainNode[]): string[] {
  return [...unlockers(chain, members), ...unseenReasons(members)];
}

/** The processes outside of a cycle that could unlock what its members wait for. */
export function unlockers(chain: WaitChain, members: readonly ChainNode[]): string[] {
  const isMember = ({to}: Edge) => members.some(({pid}) => pid === to);
  const reasons = members.flatMap(({waits}) =>
    waits.flatMap(({edges}) => {
      const inside = edges.filter(isMember);
      // Where other open file descriptions have a lock in the way, too, one that is given up is not enough.
      const isOneLock = edges.every(({lock}) => inside.some(one => isSameLock(one.lock, lock)));
      return (isOneLock ? edges : [])
        .filter(edge => !isMember(edge))
        .filter(edge => inside.some(({lock}) => isUnlockable(lock) && isSameLock(lock, edge.lock)))
        .map(edge => unlockText(chain, edge));
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
  return `${nameOf(chain, edge)} unlocks ${objectText(edge.target)} (${fdsText(edge)}${doubt})`;
}

/** A receive or send timeout of a socket is not visible, nor when a timer expires, nor what a signal handler does. */
function unseenReasons(members: readonly ChainNode[]): string[] {
  const inside = members.flatMap(({waits}) =>
    waits.flatMap(({edges}) => edges.filter(({to}) => members.some(({pid}) => pid === to))),
  );
  const has = (kind: EdgeKind) => inside.some(edge => edge.kind === kind);
  const timeout = has('connects-to') ? ['a timeout'] : [];
  const throughData = has('connects-to') || has('reads-pipe') || has('writes-pipe');
  const handler =
    throughData && members.some(({process}) => catchesSignals(process)) ? ['a signal handler'] : [];
  const timer = members.some(({mayTimerWake}) => mayTimerWake) ? ['a timer of its own'] : [];
  const ways = [...timeout, ...timer, ...handler];
  return ways.length === 0 ? [] : [`${listed(ways, ways.length, 'or')} ends a wait (not visible from here)`];
}

/** Whether a process has a signal handler, which might end a waiting system call. True also where that can't be read. */
function catchesSignals({status}: Process): boolean {
  const seen = orUndefined(status());
  return seen === undefined || seen.caught !== 0n;
}
