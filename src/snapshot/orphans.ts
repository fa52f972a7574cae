import {readAdopters} from './adopter.ts';
import type {FindOpenFiles} from './holders.ts';
import {readHoldings} from './holdings.ts';
import {Orphan} from './orphan.ts';
import {formerParentTraces, type Orphanhood, orphanhoodOf} from './orphanhood.ts';
import type {Process} from './process.ts';
import {Reaper} from './reaper.ts';
import type {Snapshot} from './snapshot.ts';
import {findUnits} from './unit-processes.ts';

/** The orphans of a snapshot: what was left behind first, then what made itself a daemon; each by pid. */
export interface OrphanScene {
  readonly orphans: readonly Orphan[];
  /**
   * How many lead a session of their own directly under init and show nothing of another parent: daemons that
   * init started itself, or orphans of `setsid --fork`. Nothing tells which; only systemd's main processes are known.
   */
  readonly sessionLeadersOfInit: number;
  /** How many processes were looked at. */
  readonly lookedAt: number;
}

/**
 * Reads one stat a process, and looks closer only at those that their parent may not have started.
 *
 * @param openFiles the links of all descriptors are read, if not given and a pipe is to be followed
 */
export async function readOrphans(snapshot: Snapshot, openFiles?: FindOpenFiles): Promise<OrphanScene> {
  const processes = snapshot
    .stats()
    .filter(({pid, kernelThread}) => !kernelThread && pid !== snapshot.machine.host.pid)
    .flatMap(({pid}) => snapshot.find(pid) ?? []);
  const orphanhoods = await readOrphanhoods(snapshot, processes);
  const holdingsOf = readHoldings(snapshot, [...orphanhoods.keys()], openFiles);
  const orphans = [...orphanhoods].flatMap(([process, orphanhood]) => {
    const parent = snapshot.find(process.stat.ppid);
    return parent ? [new Orphan({process, parent, orphanhood, holds: holdingsOf(process)})] : [];
  });
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
    const {sid, pid, ppid} = process.stat;
    const parent = sid === pid && !process.isZombie() ? snapshot.find(ppid) : undefined;
    return (
      parent !== undefined &&
      new Reaper(snapshot, parent).isInit() === true &&
      membershipOf(process, parent)?.main !== process
    );
  });
}

/** Those of the processes that are orphans, and what shows it. Zombies are left out: they are dead. */
export async function readOrphanhoods(
  snapshot: Snapshot,
  processes: readonly Process[],
): Promise<ReadonlyMap<Process, Orphanhood>> {
  const membershipOf = findUnits(snapshot);
  const traced = processes.flatMap(process =>
    process.isZombie() ? [] : (formerParentTraces(snapshot, process, membershipOf) ?? []),
  );
  const adopterOf = await readAdopters(snapshot, new Set(traced.map(({parent}) => parent)));
  return new Map(
    traced.flatMap(traces => {
      const orphanhood = orphanhoodOf(traces, adopterOf(traces.parent));
      return orphanhood ? [[traces.process, orphanhood] as const] : [];
    }),
  );
}
