import type {FindOpenFiles, OpenFile} from '../snapshot/holders.ts';
import {openFilesByTarget} from '../snapshot/holders.ts';
import {once} from '../snapshot/once.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import type {ZombieScene} from '../snapshot/zombies.ts';

/**
 * What a diagnosis looks at: some of the processes of a snapshot. What they share with others is looked for
 * everywhere.
 */
export class Scope {
  readonly snapshot: Snapshot;
  /** Those it is about, by ascending pid; without kernel threads and procdoc itself. */
  readonly processes: readonly Process[];
  /** Whether it is about the whole machine. */
  readonly isWhole: boolean;
  /** The zombies of an earlier look: what was none then is none yet. */
  readonly zombiesBefore: ZombieScene | undefined;
  readonly #pids: ReadonlySet<number>;

  /** @param pids the processes it is about; undefined: all */
  constructor(snapshot: Snapshot, pids?: ReadonlySet<number>, zombiesBefore?: ZombieScene) {
    this.snapshot = snapshot;
    this.isWhole = pids === undefined;
    this.zombiesBefore = zombiesBefore;
    const own = snapshot.machine.host.pid;
    this.processes = snapshot
      .processes()
      .filter(({pid, stat}) => pid !== own && !stat.kernelThread && (pids?.has(pid) ?? true));
    this.#pids = new Set(this.processes.map(({pid}) => pid));
  }

  has({pid}: Process): boolean {
    return this.#pids.has(pid);
  }

  /** Every descriptor of every process, not of this scope alone, by what its link says. */
  readonly openFiles = once((): ReadonlyMap<string, readonly OpenFile[]> => {
    const own = this.snapshot.machine.host.pid;
    const processes = this.snapshot.processes().filter(({pid, stat}) => pid !== own && !stat.kernelThread);
    return openFilesByTarget(processes, () => true);
  });

  /** Those of them whose link is wanted: one look serves the whole diagnosis. */
  readonly findOpenFiles: FindOpenFiles = isWanted =>
    new Map([...this.openFiles()].filter(([link]) => isWanted(link)));
}
