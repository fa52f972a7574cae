import {orUndefined} from '../../kernel/read.ts';
import {parseOomKills} from '../../parse/oom-kills.ts';
import {cgroupFolders} from '../../snapshot/cgroups.ts';
import {type Evidence, seenAt} from '../../snapshot/evidence.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import type {Surroundings} from './surroundings.ts';

/** What the OOM killer counts in the memory cgroup in which procdoc is, and its command with it. No privilege is needed. */
export class OomCount {
  readonly #surroundings: Surroundings;
  readonly #file: string | undefined;
  readonly #before: number | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#file = surroundings.procfs && fileIn(new Snapshot(surroundings.machine));
    this.#before = this.#read();
  }

  /** That it has killed since the beginning; undefined where it hasn't, or that can't be read. */
  kills(): Evidence | undefined {
    const now = this.#read();
    if (this.#file === undefined || this.#before === undefined || now === undefined) return undefined;
    if (now <= this.#before) return undefined;
    return {...seenAt(this.#file, 'oom_kill', `${this.#before}, then ${now}`), kind: 'heuristic'};
  }

  #read(): number | undefined {
    if (this.#file === undefined) return undefined;
    const bytes = orUndefined(this.#surroundings.machine.procfs.read(`self/root${this.#file}`));
    return bytes && parseOomKills(bytes);
  }
}

function fileIn(snapshot: Snapshot): string | undefined {
  const cgroups =
    orUndefined(snapshot.find(snapshot.observerPid())?.cgroups() ?? {ok: false, errno: 'ENOENT'}) ?? [];
  const version1 = cgroups.find(({controllers}) => controllers.includes('memory'));
  const cgroup = version1 ?? cgroups.find(({controllers}) => controllers.length === 0);
  const folder = cgroup && cgroupFolders(snapshot, cgroup)?.at(-1);
  return folder === undefined ? undefined : `${folder}/${version1 ? 'memory.oom_control' : 'memory.events'}`;
}
