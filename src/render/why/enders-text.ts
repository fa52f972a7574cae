import {listed} from '../../rules/words/listed.ts';
import type {WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import {fdsText, NAMED, nameOf, nameWithFds} from './names.ts';

/** "sleep (4711) exits or closes fd 1"; of several processes, all have to. */
export function closingText(chain: WaitChain, edges: readonly Edge[]): string {
  const [only] = edges;
  if (edges.length === 1 && only) return `${nameOf(chain, only)} exits or closes ${fdsText(only)}`;
  return `all of these exit or close the pipe: ${withFds(chain, edges)}`;
}

/** "sleep (4711) exits, closes fd 3 or unlocks it"; all holders of a lock have to. */
export function unlockingText(chain: WaitChain, edges: readonly Edge[]): string {
  const [only] = edges;
  if (edges.every(({fds}) => fds.length === 0))
    return `${names(chain, edges, 'and')}, which took it, exits or releases it`;
  if (edges.length === 1 && only)
    return `${nameOf(chain, only)} exits, closes ${fdsText(only)} or unlocks it`;
  return `all of these exit, close the file or unlock it: ${withFds(chain, edges)}`;
}

function withFds(chain: WaitChain, edges: readonly Edge[]): string {
  return listed(
    edges.map(edge => nameWithFds(chain, edge)),
    NAMED,
  );
}

/** The processes that can end a wait, by their names. */
export function names(chain: WaitChain, edges: readonly Edge[], conjunction: 'and' | 'or'): string {
  return listed(
    edges.map(edge => nameOf(chain, edge)),
    NAMED,
    conjunction,
  );
}

/** The processes that can end a wait, each once, with its doubt. */
export function enderNames(chain: WaitChain, edges: readonly Edge[]): string[] {
  const all = edges.map(edge => `${nameOf(chain, edge)}${edge.certainty === 'proven' ? '' : ' (likely)'}`);
  return [...new Set(all)];
}

/**
 * What can end a wait in another way: a sentence without its full stop, or none.
 * @param processes names of processes, which keep their first letter
 */
export function otherwise(others: readonly string[], processes: readonly string[] = []): string[] {
  const text = listed([...processes, ...others], NAMED, 'or');
  if (text === '') return [];
  const start = processes.length > 0 ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return [`${start} can end the wait, too`];
}
