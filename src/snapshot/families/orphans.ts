import {found} from '../../kernel/read.ts';
import {readHoldings} from '../descriptors/holdings.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {readSigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {AtWork} from './at-work.ts';
import {Orphan} from './orphan.ts';
import {type Orphanhood, Orphanhoods} from './orphanhood.ts';
import {findUnits} from './systemd-units.ts';

/** The orphans of a snapshot: those that were left behind, then the daemons; each by pid. */
export interface OrphanScene {
  readonly orphans: readonly Orphan[];
  /**
   * How many processes lead a session directly under init and show no sign of another parent: daemons that init
   * started itself, or orphans of `setsid --fork`. Nothing shows which; only systemd's main processes are known.
   */
  readonly sessionLeadersOfInit: number;
  /** How many processes were looked at. */
  readonly lookedAt: number;
}

/**
 * Reads one stat a process, and looks closer only at those that another process than their parent may have started.
 *
 * @param openFiles the links of all descriptors are read, if not given and a pipe is to be followed
 */
export async function readOrphans(snapshot: Snapshot, openFiles?: EveryOpenFile): Promise<OrphanScene> {
  await snapshot.readAtOnce('named');
  const processes = snapshot
    .stats()
    .filter(({pid, kernelThread}) => !kernelThread && pid !== snapshot.observerPid())
    .flatMap(({pid}) => snapshot.find(pid) ?? []);
  const orphanhoods = await readOrphanhoods(snapshot, processes);
  const open = orphanhoods.size > 0 ? await openFiles?.() : undefined;
  const syscalls = await snapshot.syscalls();
  const holdingsOf = readHoldings(snapshot, [...orphanhoods.keys()], syscalls, open?.matching);
  const atWork = new AtWork(snapshot, process => orphanhoods.has(process));
  const orphans = [...orphanhoods.values()].map(
    orphanhood => new Orphan(snapshot, orphanhood, holdingsOf(orphanhood.process), atWork),
  );
  const isDaemon = (orphan: Orphan) => Number(orphan.daemonized() === true);
  return {
    orphans: orphans.sort((a, b) => isDaemon(a) - isDaemon(b)),
    sessionLeadersOfInit: sessionLeadersOfInit(
      snapshot,
      processes.filter(process => !orphanhoods.has(process)),
    ).length,
    lookedAt: processes.length,
  };
}

function sessionLeadersOfInit(snapshot: Snapshot, processes: readonly Process[]): Process[] {
  const membershipOf = findUnits(snapshot);
  return processes.filter(process => {
    const {sid, pid} = process.stat;
    const parent = sid === pid && !process.isZombie() ? snapshot.parentOf(process) : undefined;
    return parent !== undefined && isInit(parent) === true && membershipOf(process, parent)?.main !== process;
  });
}

/**
 * Which of the processes are orphans, and what shows it. Zombies are left out: they have exited. The system calls are
 * opened only where they matter.
 */
export async function readOrphanhoods(
  snapshot: Snapshot,
  processes: readonly Process[],
): Promise<ReadonlyMap<Process, Orphanhood>> {
  const orphanhoods = new Orphanhoods(snapshot);
  const apart = processes.filter(process => orphanhoods.isApart(process) && !process.isZombie());
  const undecided = apart.filter(process => orphanhoods.needsActions(process));
  const actions = undecided.length > 0 ? await readSigchldActions(snapshot) : found(new Map());
  return new Map(
    apart.flatMap(process => {
      const orphanhood = orphanhoods.of(process, () => actions);
      return orphanhood ? [[process, orphanhood] as const] : [];
    }),
  );
}
