import {orUndefined} from '../../kernel/read.ts';
import {SIGTERM} from '../../parse/signals/numbers.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Process} from '../../snapshot/process.ts';
import {keepingOf} from '../../snapshot/signals/line.ts';
import {blocks, signalfdFor} from '../../snapshot/signals/takers.ts';

/** Why SIGTERM does not end a process, of one and of several: kill(2) about what PID 1 has no handler for. */
const reasons = {
  ignored: ['ignores SIGTERM', 'ignore SIGTERM'],
  blocked: ['blocks SIGTERM', 'block SIGTERM'],
  init: [
    'is PID 1 of its pid namespace, and has no handler for SIGTERM',
    'are each PID 1 of a pid namespace, and have no handler for SIGTERM',
  ],
} as const;

type Deafness = keyof typeof reasons;

/**
 * The command that ends processes: "kill -TERM 4711 4712", or "kill -KILL 4711 (it ignores SIGTERM)"; both, where some
 * are reached by SIGTERM and some are not. One that catches SIGTERM may do as it likes. Where that may not be seen,
 * SIGTERM is taken to do.
 */
export function endCommand(processes: readonly Process[]): string {
  const byDeafness = groupBy(processes, process => deafnessOf(process) ?? 'hears');
  const commands = (['hears', 'ignored', 'blocked', 'init'] as const).flatMap(what => {
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
  return `kill -KILL -${pgid} (${who} ${reasons[what][0]})`;
}

function reasonOf(what: Deafness, count: number): string {
  return count === 1 ? `it ${reasons[what][0]}` : `they ${reasons[what][1]}`;
}

/** Undefined: it is reached, or that may not be seen. */
function deafnessOf(process: Process): Deafness | undefined {
  const keeping = keepingOf(process, SIGTERM);
  if (keeping === 'ignored') return 'ignored';
  if (keeping === 'blocked') return isTaken(process) ? undefined : 'blocked';
  return keeping === 'nothing' && orUndefined(process.status())?.nspids.at(-1) === 1 ? 'init' : undefined;
}

/** Whether a blocked SIGTERM is taken all the same: by a thread that does not block it, or waits for it, or a signalfd. */
function isTaken(process: Process): boolean {
  const others = process.liveThreads().filter(({tid}) => tid !== process.pid);
  return others.some(thread => !blocks(thread, SIGTERM)) || signalfdFor(process, SIGTERM) !== undefined;
}
