import type {
  Holdings,
  ListenerHolding,
  LockHolding,
  PipeHolding,
} from '../../snapshot/descriptors/holdings.ts';

/** What a process holds, a phrase each, with the descriptor it holds it by. */
export function holdingPhrases({locks, listeners, pipes}: Holdings): string[] {
  return [...locks.map(lockPhrase), ...listeners.map(listenerPhrase), ...pipes.map(pipePhrase)];
}

function lockPhrase({fd, path, lock}: LockHolding): string {
  const kind = lock.class === 'lease' ? `${lock.mode} lease` : `${lock.class} ${lock.mode} lock`;
  return `${kind} on ${path} (fd ${fd})`;
}

function listenerPhrase({fd, socket: {family, type, local}}: ListenerHolding): string {
  const protocol = family === 'unix' ? 'unix' : type === 'stream' ? 'tcp' : 'udp';
  return `${protocol} socket on ${local ?? 'no name'} (fd ${fd})`;
}

/** Many may have the other end; two say enough. */
const SHOWN = 2;

function pipePhrase({fd, target, accessMode, otherEnds}: PipeHolding): string {
  const [end, others] = accessMode === 'w' ? ['write', 'read'] : ['read', 'written'];
  const pids = new Map(otherEnds.map(({process: {pid, comm}}) => [pid, `${comm} (${pid})`]));
  const named = [...pids.values()].slice(0, SHOWN).join(' and ');
  const more = pids.size > SHOWN ? ` and ${pids.size - SHOWN} more` : '';
  return `${end} end of ${target} (fd ${fd}), which may be ${others} by ${named}${more}`;
}
