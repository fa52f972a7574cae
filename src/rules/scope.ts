import {readAwaitedProcesses} from '../snapshot/blocked-processes/awaited-processes.ts';
import {readEveryOpenFile} from '../snapshot/descriptors/every-open-file.ts';
import type {EveryOpenFile} from '../snapshot/descriptors/open-file-index.ts';
import {type OrphanScene, readOrphans} from '../snapshot/families/orphans.ts';
import {once, oncePer} from '../snapshot/once.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import type {Zombie} from '../snapshot/zombies/zombie.ts';
import {readZombies, type ZombieScene} from '../snapshot/zombies/zombies.ts';

/**
 * What a diagnosis is about: some processes of a snapshot, or all. What they share with other processes is searched
 * for everywhere.
 */
export class Scope {
  readonly snapshot: Snapshot;
  /** The processes it is about, by ascending pid; without kernel threads and procdoc itself. */
  readonly processes: readonly Process[];
  /** Whether it is about the whole machine. */
  readonly isWhole: boolean;
  /** The zombies of an earlier look: a process that was not a zombie then does not count now. */
  readonly zombiesBefore: ZombieScene | undefined;
  readonly #pids: ReadonlySet<number>;

  /** @param pids the processes it is about; undefined: all */
  constructor(snapshot: Snapshot, pids?: ReadonlySet<number>, zombiesBefore?: ZombieScene) {
    this.snapshot = snapshot;
    this.isWhole = pids === undefined;
    this.zombiesBefore = zombiesBefore;
    this.processes = snapshot.others().filter(({pid}) => pids?.has(pid) ?? true);
    this.#pids = new Set(this.processes.map(({pid}) => pid));
  }

  has({pid}: Pick<Process, 'pid'>): boolean {
    return this.#pids.has(pid);
  }

  /**
   * Whether a process is one of those that it is about, or that these wait for, directly or by way of others: what keeps
   * it waiting is to blame for these, too.
   */
  async heldUp(): Promise<(process: Pick<Process, 'pid'>) => boolean> {
    if (this.isWhole) return () => true;
    const awaited = await this.#awaited();
    return process => this.has(process) || awaited.has(process.pid);
  }

  readonly #awaited = once(async (): Promise<ReadonlySet<number>> => {
    const awaited = await readAwaitedProcesses(this.snapshot, this.processes, this.openFiles);
    return new Set([...awaited].map(({pid}) => pid));
  });

  /** Whether a zombie counts: it is in the scope, or its parent is. */
  hasZombie({process, reaper}: Zombie): boolean {
    return this.has(process) || (reaper !== undefined && this.has(reaper.process));
  }

  /** The zombies of the snapshot, in the scope or not. */
  readonly zombies = once(
    (): Promise<ZombieScene> => readZombies(this.snapshot, {before: this.zombiesBefore}),
  );

  /** The orphans of the snapshot, in the scope or not. */
  readonly orphans = once((): Promise<OrphanScene> => readOrphans(this.snapshot, this.openFiles));

  /** Every descriptor of every process, in the scope or not: one look serves every diagnosis of a snapshot. */
  readonly openFiles: EveryOpenFile = () => openFilesOf(this.snapshot)();
}

const openFilesOf = oncePer(
  (snapshot: Snapshot): EveryOpenFile =>
    once(async () => readEveryOpenFile(snapshot, await snapshot.syscalls())),
);
