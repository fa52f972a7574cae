import {groupBy} from './group-by.ts';
import type {Process} from './process.ts';
import {SIGTERM} from './signal-case.ts';
import {keepingOf} from './signal-line.ts';
import {blocks, signalfdFor} from './signal-takers.ts';

/** What a process does that SIGTERM does not reach. */
type Deafness = 'ignores' | 'blocks';

/**
 * The command that ends processes: "kill -TERM 4711 4712", or "kill -KILL 4711 (it ignores SIGTERM)"; both, where some
 * are reached by SIGTERM and some are not. One that catches SIGTERM may do as it likes. Where that may not be seen,
 * SIGTERM is taken to do.
 */
export function endCommand(processes: readonly Process[]): string {
  const byDeafness = groupBy(processes, process => deafnessOf(process) ?? 'hears');
  const commands = (['hears', 'ignores', 'blocks'] as const).flatMap(what => {
    const alike = byDeafness.get(what);
    if (!alike) return [];
    const pids = alike.map(({pid}) => pid).join(' ');
    return what === 'hears' ? `kill -TERM ${pids}` : `kill -KILL ${pids} (${reasonOf(what, alike.length)})`;
  });
  return commands.join(' and ');
}

/** The same for a whole process group; `members` are those that live in it. */
export function groupEndCommand(pgid: number, members: readonly Process[]): string {
  const [deaf] = members.filter(member => deafnessOf(member) !== undefined);
  const what = deaf && deafnessOf(deaf);
  if (!what) return `kill -TERM -${pgid}`;
  const who = members.length === 1 ? 'it' : `${deaf.comm} (${deaf.pid})`;
  return `kill -KILL -${pgid} (${who} ${what} SIGTERM)`;
}

function reasonOf(what: Deafness, count: number): string {
  return count === 1 ? `it ${what} SIGTERM` : `they ${what === 'ignores' ? 'ignore' : 'block'} SIGTERM`;
}

/** Undefined: it is reached, or that may not be seen. */
function deafnessOf(process: Process): Deafness | undefined {
  const keeping = keepingOf(process, SIGTERM);
  if (keeping === 'ignored') return 'ignores';
  return keeping === 'blocked' && !isTaken(process) ? 'blocks' : undefined;
}

/** Whether a blocked SIGTERM is taken all the same: by a thread that does not block it, or waits for it, or a signalfd. */
function isTaken(process: Process): boolean {
  const others = process.liveThreads().filter(({tid}) => tid !== process.pid);
  return others.some(thread => !blocks(thread, SIGTERM)) || signalfdFor(process, SIGTERM) !== undefined;
}
