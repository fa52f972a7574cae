import type {EndsOutside} from '../../snapshot/descriptors/ends.ts';
import type {
  Holdings,
  ListenerHolding,
  LockHolding,
  PipeHolding,
} from '../../snapshot/descriptors/holdings.ts';
import {listed, listedOf} from './listed.ts';
import {named} from './named.ts';

/** What a process holds, a phrase each, with the descriptor it holds it by. */
export function holdingPhrases({locks, listeners, pipes}: Holdings): string[] {
  return [...locks.map(lockPhrase), ...listeners.map(listenerPhrase), ...pipes.map(pipePhrase)];
}

/** "a lock and 2 sockets". */
export function holdingKinds({locks, listeners, pipes}: Holdings): string {
  const counts = [
    ['lock', locks.length],
    ['socket', listeners.length],
    ['pipe', pipes.length],
  ] as const;
  const kinds = counts.flatMap(([kind, count]) =>
    count === 0 ? [] : count === 1 ? `a ${kind}` : `${count} ${kind}s`,
  );
  return listed(kinds, kinds.length);
}

function lockPhrase({fd, path, lock, alsoHeldBy}: LockHolding): string {
  const kind = lock.class === 'lease' ? `${lock.mode} lease` : `${lock.class} ${lock.mode} lock`;
  return `${kind} on ${path} (fd ${fd})${alsoText(alsoHeldBy)}`;
}

function listenerPhrase({fd, socket: {family, protocol, local}, alsoHeldBy}: ListenerHolding): string {
  return `${protocol ?? family} socket on ${local ?? 'no name'} (fd ${fd})${alsoText(alsoHeldBy)}`;
}

/** Many may have the other end; two say enough. */
const SHOWN = 2;

function pipePhrase({fd, target, isPair, accessMode, otherEnds, alsoHeldBy}: PipeHolding): string {
  const [end, other] = isPair
    ? ['one end of the socket pair', 'other']
    : accessMode === 'w'
      ? ['write end of', 'read']
      : ['read end of', 'write'];
  return `${end} ${target} (fd ${fd}), ${other} end open in ${namesOf(otherEnds)}${alsoText(alsoHeldBy)}`;
}

function alsoText(holders: EndsOutside): string {
  return holders.processCount === 0 ? '' : `, also held by ${namesOf(holders)}`;
}

function namesOf(holders: EndsOutside): string {
  return listedOf(holders.firstProcesses(SHOWN).map(named), holders.processCount);
}
