import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited, BlockedThread} from './awaited.ts';
import {readBlockedThreads} from './blocked-thread.ts';
import type {Search} from './search.ts';
import {Searches} from './searches.ts';

/** A thread with a search for each thing that can end its wait. */
export interface SearchedThread {
  readonly thread: BlockedThread;
  readonly searches: readonly {readonly awaited: Awaited; readonly search: Search}[];
}

/** The threads of processes, each process looked at once. */
export class SearchedThreads {
  readonly #snapshot: Snapshot;
  readonly #searches: Searches;
  readonly #known = new Map<Process, Promise<SearchedThread[]>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#searches = new Searches(snapshot);
  }

  of(process: Process): Promise<SearchedThread[]> {
    const threads = this.#known.get(process) ?? this.#read(process);
    this.#known.set(process, threads);
    return threads;
  }

  async #read(process: Process): Promise<SearchedThread[]> {
    // procdoc itself is not looked into: it is gone as soon as it has answered.
    if (process.pid === this.#snapshot.observerPid()) return [{thread: running(process), searches: []}];
    const threads = readBlockedThreads(this.#snapshot, process).map(async thread => ({
      thread,
      searches: await Promise.all(
        thread.awaited.map(async awaited => ({
          awaited,
          search: await this.#searches.of(process, awaited),
        })),
      ),
    }));
    return Promise.all(threads);
  }
}

/** The links of the descriptors whose holders must be known before these searches can end. */
export function linksOf(threads: readonly SearchedThread[]): string[] {
  return threads.flatMap(({searches}) => searches.flatMap(({search}) => search.link ?? []));
}

function running({pid}: Process): BlockedThread {
  return {tid: pid, state: 'R', syscall: 'running', fd: null, target: null, awaited: []};
}
