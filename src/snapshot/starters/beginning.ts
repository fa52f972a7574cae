import {adopterKind} from '../families/adopter.ts';
import {Orphanhoods} from '../families/orphanhood.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {sigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {readStarters} from './read-starters.ts';
import type {Starter} from './starter.ts';

/** How a process began, as far as that is known. */
export interface Beginning {
  /** Its parent, where that is known to have started it: no process that orphans are reparented to. */
  readonly parent: Process | undefined;
  /** What it is in, or what its ancestors work for: nearest first, without the parent. */
  readonly within: readonly Starter[];
}

/** How a process began. Each is looked at once, when it is asked about. */
export type Beginnings = (process: Process) => Beginning;

/** Up to so many parents, asking for the record of each is quicker than asking for all. */
const FEW = 4;

/** Reads how the few processes began that an answer introduces. What can't be read is left out, and is no gap of the answer. */
export async function readBeginnings(asking: Snapshot): Promise<Beginnings> {
  const snapshot = asking.again();
  snapshot.table = asking.table;
  const syscalls = await snapshot.syscalls();
  let asked = 0;
  const actionsOf = onceEach((parent: Process) =>
    sigchldActions(snapshot, syscalls, asked++ < FEW ? [parent.pid] : undefined),
  );
  // What a manager of services started is said by the unit, so that nobody need look for the main process of each.
  const orphanhoods = new Orphanhoods(snapshot, () => undefined);
  const isAdopted = (process: Process) => {
    const parent = snapshot.parentOf(process);
    return parent !== undefined && orphanhoods.of(process, () => actionsOf(parent)) !== undefined;
  };
  return onceEach(asked => {
    const process = snapshot.find(asked.pid) ?? asked;
    const ancestors = snapshot.ancestors(process);
    const adopted = [process, ...ancestors].findIndex(isAdopted);
    const line = adopted === -1 ? ancestors : ancestors.slice(0, adopted);
    const [above] = line;
    const parent = above && adopterKind(above, () => actionsOf(above)) === 'neither' ? above : undefined;
    const starters = readStarters(snapshot, process, line);
    return {parent, within: starters.filter(starter => !isOnlyParent(starter, parent))};
  });
}

/** A parent is said to have started a process only where that is known. */
function isOnlyParent(starter: Starter, parent: Process | undefined): boolean {
  return (
    starter.kind === 'shell' ||
    starter.kind === 'program' ||
    starter.kind === 'init' ||
    (parent !== undefined && 'process' in starter && starter.process === parent)
  );
}
