import type {Machine} from '../../kernel/machine/machine.ts';
import {Trends} from '../../lifecycle/metrics/trends.ts';
import {measuresOf} from '../../policy/read-measures.ts';
import type {Family} from '../../render/metrics/family.ts';
import {pausedFamilies, taskFamilies} from '../../render/metrics/machine.ts';
import {measureFamilies, parentFamilies, zombieGrowthFamily} from '../../render/metrics/zombies.ts';
import {hiddenFrom} from '../../rules/diagnosis/scope-gaps.ts';
import {judgeZombies} from '../../rules/inspections/zombies.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import {readLimitedCgroups} from '../../snapshot/machine-load/limited-cgroups.ts';
import {readPaused} from '../../snapshot/machine-load/paused.ts';
import {readMachineLimit, type TaskLimit} from '../../snapshot/machine-load/task-limit.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readVisibility} from '../../snapshot/visibility.ts';
import {readZombies, type SeenZombies, seenIn} from '../../snapshot/zombies/zombies.ts';

/** What was seen, as metrics, and what could not be. */
export interface Seen {
  readonly families: readonly Family[];
  readonly gaps: readonly Unreadable[];
}

/** A snapshot for one look of many: nothing in it is of an earlier one. */
export function newSnapshot(machine: Machine): Snapshot {
  machine.forget?.();
  const snapshot = new Snapshot(machine);
  readVisibility(snapshot, '/proc');
  return snapshot;
}

/** What a look could not see; the file systems that didn't answer are those of this look, as long as they are known. */
export function gapsOf({ledger, machine}: Snapshot): Unreadable[] {
  const silent = [...(machine.silentMounts ?? [])].map(what => ({what, errno: 'ETIMEDOUT', pids: []}));
  return [...ledger.unreadable, ...silent];
}

const ZOMBIES = 'zombies';
const nameOf = (folder: string | undefined) => `tasks ${folder ?? ''}`;

/** What each scrape looks at: zombies, tasks, and what doesn't run. */
export class MachineLooks {
  readonly #machine: Machine;
  readonly #trends = new Trends();
  #seen: SeenZombies | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async look(): Promise<Seen> {
    const snapshot = newSnapshot(this.#machine);
    const scene = await readZombies(snapshot, {seen: this.#seen});
    this.#seen = seenIn(scene);
    const {parents} = await judgeZombies(scene);
    const [tasks, cgroups] = [readMachineLimit(snapshot), readLimitedCgroups(snapshot)];
    const isHiding = hiddenFrom({snapshot, isWhole: true}) !== null;
    const count = isHiding ? [] : [[ZOMBIES, scene.zombies.length] as const];
    this.#trends.take(performance.now() / 1000, new Map([...count, ...currentOf(tasks, cgroups)]));
    return {
      families: [
        ...(isHiding ? [] : [...measureFamilies(measuresOf(scene.zombies)), ...parentFamilies(parents)]),
        zombieGrowthFamily(this.#trends.rate(ZOMBIES)),
        ...taskFamilies(tasks, cgroups, folder => this.#trends.rate(nameOf(folder))),
        ...pausedFamilies(readPaused(snapshot), isHiding),
      ],
      gaps: gapsOf(snapshot),
    };
  }
}

function currentOf(tasks: TaskLimit | undefined, cgroups: readonly TaskLimit[]) {
  return [...(tasks ? [tasks] : []), ...cgroups].map(
    ({folder, current}) => [nameOf(folder), current] as const,
  );
}
