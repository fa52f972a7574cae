import {adopterKind} from '../families/adopter.ts';
import {Orphanhoods} from '../families/orphanhood.ts';
import {findUnits, isSystemdManager} from '../families/systemd-units.ts';
import {onceEach} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {sigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {readStarters} from './read-starters.ts';
import type {Starter} from './starter.ts';

/** How a process began, as far as that is known. */
export interface Beginning {
  /** Its parent, where that is known to have started it; an init only where nothing below tells more. */
  readonly parent: Process | undefined;
  /** What it is in, or what its ancestors work for: nearest first, without the parent. */
  readonly within: readonly Starter[];
}

/** How a process began. Each is looked at once, when it is asked about. */
export type Beginnings = (process: Process) => Beginning;

/** Reads how the few processes began that an answer introduces. What can't be read is left out, and is no gap of the answer. */
export async function readBeginnings(asking: Snapshot): Promise<Beginnings> {
  const snapshot = asking.again();
  snapshot.table = asking.table;
  const syscalls = await snapshot.syscalls();
  const membershipOf = findUnits(snapshot);
  const orphanhoods = new Orphanhoods(snapshot, membershipOf);
  const actionsOf = onceEach((parent: Process) => sigchldActions(snapshot, syscalls, [parent.pid]));
  const isAdopted = (process: Process) => {
    const parent = snapshot.parentOf(process);
    return parent !== undefined && orphanhoods.of(process, () => actionsOf(parent)) !== undefined;
  };
  const hasStarted = (parent: Process, process: Process) =>
    membershipOf(process, parent)?.main === process ||
    adopterKind(parent, () => actionsOf(parent)) === 'neither';
  return onceEach(asked => {
    const process = snapshot.find(asked.pid) ?? asked;
    const ancestors = snapshot.ancestors(process);
    const adopted = [process, ...ancestors].findIndex(isAdopted);
    const line = adopted === -1 ? ancestors : ancestors.slice(0, adopted);
    const [above] = line;
    const parent = above && hasStarted(above, process) ? above : undefined;
    const within = readStarters(snapshot, process, line).filter(starter => !isOnlyParent(starter, parent));
    const isStartingAll = parent && (isInit(parent) === true || isSystemdManager(parent));
    return {parent: isStartingAll && within.length > 0 ? undefined : parent, within};
  });
}

/** A parent is said to have started a process only where that is known. */
function isOnlyParent(starter: Starter, parent: Process | undefined): boolean {
  return (
    starter.kind === 'shell' ||
    starter.kind === 'program' ||
    starter.kind === 'init' ||
    ('process' in starter && starter.process === parent)
  );
}
