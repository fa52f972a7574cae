import type {
  Holdings,
  ListenerHolding,
  LockHolding,
  PipeHolding,
} from '../../snapshot/descriptors/holdings.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';

/** What a process holds, a phrase each, with the descriptor it holds it by. */
export function holdingPhrases({locks, listeners, pipes}: Holdings): string[] {
  return [...locks.map(lockPhrase), ...listeners.map(listenerPhrase), ...pipes.map(pipePhrase)];
}

function lockPhrase({fd, path, lock}: LockHolding): string {
  const kind = lock.class === 'lease' ? `${lock.mode} lease` : `${lock.class} ${lock.mode} lock`;
  return `${kind} on ${path} (fd ${fd})`;
}

function listenerPhrase({fd, socket: {family, protocol, local}}: ListenerHolding): string {
  return `${protocol ?? family} socket on ${local ?? 'no name'} (fd ${fd})`;
}

/** Many may have the other end; two say enough. */
const SHOWN = 2;

function pipePhrase({fd, target, accessMode, otherEnds}: PipeHolding): string {
  const [end, other] = accessMode === 'w' ? ['write', 'read'] : ['read', 'write'];
  const others = new Map(otherEnds.map(({process}) => [process.pid, named(process)]));
  return `${end} end of ${target} (fd ${fd}), ${other} end open in ${listed([...others.values()], SHOWN)}`;
}
