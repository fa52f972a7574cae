import {orUndefined} from '../../kernel/read.ts';
import {SIGTERM} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {languageOf} from '../programs/conduct.ts';
import type {Snapshot} from '../snapshot.ts';
import {actionOf} from './signal-actions.ts';
import {actionFlags} from './signal-state.ts';

/** The flag by which the kernel takes a handler away when it runs: sigaction(2). */
const ONCE = 'SA_RESETHAND';

/**
 * The flags of the handler for SIGTERM, of a PID 1 in which that is Node's own: it resets the terminal, and sends the
 * signal again to die of it, which PID 1 of a pid namespace doesn't. Node sets it for once (measured: 20.20, 26.12), and
 * one that the program has set in its place, by process.on('SIGTERM'), stays. Not in the map is what has another, and
 * where the kernel's own record can't be read.
 */
export async function readOwnEnds(
  snapshot: Snapshot,
  processes: readonly Process[],
): Promise<ReadonlyMap<Process, readonly string[]>> {
  const nodes = processes.filter(mayHaveOwnEnd);
  if (nodes.length === 0) return new Map();
  const syscalls = await snapshot.syscalls();
  const actions = syscalls.signalActions(
    SIGTERM,
    nodes.map(({pid}) => pid),
  );
  return new Map(
    nodes.flatMap(process => {
      const action = actionOf(process, actions);
      const flags = action ? actionFlags(action) : [];
      return flags.includes(ONCE) ? [[process, flags] as const] : [];
    }),
  );
}

function mayHaveOwnEnd(process: Process): boolean {
  const status = orUndefined(process.status());
  if (status?.nspids.at(-1) !== 1 || !hasSignal(status.caught, SIGTERM)) return false;
  return languageOf(process) === 'node';
}
