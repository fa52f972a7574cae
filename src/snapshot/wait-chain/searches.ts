import {timesOut} from '../open-ended.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited, AwaitedEnd, BlockedThread} from './awaited.ts';
import {
  searchChildren,
  searchChildSignal,
  searchContinuation,
  searchNewChild,
  searchPidfd,
  searchSyncChild,
  searchThaw,
  searchTracer,
} from './awaited-processes.ts';
import {awaitedByLoop} from './awaited-signal.ts';
import {readBlockedThreads} from './blocked-thread.ts';
import {searchBlockingLocks} from './blocking-locks.ts';
import {searchFuseServers} from './fuse-servers.ts';
import {searchLease} from './listed-leases.ts';
import {searchListedLock} from './listed-locks.ts';
import {searchPipeEnds} from './pipe-ends.ts';
import {searchPolledLock} from './polled-lock.ts';
import {foundAtOnce, type Search} from './search.ts';
import {searchSharedFutex} from './shared-futex.ts';
import {searchSharedFile, searchSystemV} from './shared-objects.ts';
import {SocketPeers} from './socket-peers.ts';
import {searchTerminalEnd} from './terminal-ends.ts';

/** A thread with a search for each thing that can end its wait. */
export interface SearchedThread {
  readonly thread: BlockedThread;
  readonly searches: readonly {readonly awaited: Awaited; readonly search: Search}[];
}

/** The threads of processes, with what can end their waits. */
export class SearchedThreads {
  readonly #snapshot: Snapshot;
  readonly #searches: Searches;
  readonly #isThorough: boolean;
  readonly #known = new Map<Process, Promise<SearchedThread[]>>();

  constructor(snapshot: Snapshot, isThorough: boolean) {
    this.#snapshot = snapshot;
    this.#isThorough = isThorough;
    this.#searches = new Searches(snapshot, isThorough);
  }

  /** Each process is looked at once, however many ask. */
  of(process: Process): Promise<SearchedThread[]> {
    const threads = this.#known.get(process) ?? this.read(process);
    this.#known.set(process, threads);
    return threads;
  }

  /** Looks at a process that isn't asked for again. */
  async read(process: Process): Promise<SearchedThread[]> {
    // procdoc itself is left out: it exits as soon as it has answered.
    if (process.pid === this.#snapshot.observerPid()) return [{thread: running(process), searches: []}];
    const threads = readBlockedThreads(this.#snapshot, process).map(async thread => ({
      thread,
      searches: await Promise.all(
        this.#awaitedIn(process, thread).map(async awaited => ({
          awaited,
          search: await this.#searches.of(process, awaited),
        })),
      ),
    }));
    return Promise.all(threads);
  }

  #awaitedIn(process: Process, thread: BlockedThread): readonly Awaited[] {
    return this.#isThorough ? [...thread.awaited, ...awaitedByLoop(process, thread)] : thread.awaited;
  }
}

/** The links of the descriptors whose holders these searches need. */
export function linksOf(threads: readonly SearchedThread[]): string[] {
  return threads.flatMap(({searches}) => searches.flatMap(({search}) => search.link ?? []));
}

function running({pid}: Process): BlockedThread {
  return {tid: pid, state: 'R', doing: {kind: 'running'}, fd: null, target: null, address: null, awaited: []};
}

/** A wait for a socket: epoll, poll and select know nothing of its timeouts. */
type SocketAwaited = Pick<AwaitedEnd, 'descriptor' | 'target' | 'direction' | 'watched'>;

/** The search for the processes that can end a wait, by what is waited for. */
class Searches {
  readonly #snapshot: Snapshot;
  readonly #isThorough: boolean;
  readonly #peers: SocketPeers;

  constructor(snapshot: Snapshot, isThorough: boolean) {
    this.#snapshot = snapshot;
    this.#isThorough = isThorough;
    this.#peers = new SocketPeers(snapshot);
  }

  async of(waiter: Process, awaited: Awaited): Promise<Search> {
    switch (awaited.kind) {
      case 'pipe':
      case 'fifo':
        return searchPipeEnds(this.#snapshot, waiter, awaited);
      case 'socket':
        return this.#timed(waiter, awaited, await this.#peers.search(waiter, awaited));
      case 'terminal':
        return searchTerminalEnd(this.#snapshot, waiter, awaited);
      case 'listener':
        return this.#timed(
          waiter,
          {...awaited, direction: 'write', watched: false},
          await this.#peers.searchListener(waiter, awaited),
        );
      case 'lock':
        return searchBlockingLocks(this.#snapshot, waiter, awaited, await this.#snapshot.syscalls());
      case 'listed-lock':
        return searchListedLock(this.#snapshot, awaited);
      case 'lease':
        return searchLease(this.#snapshot, awaited);
      case 'children':
        return searchChildren(this.#snapshot, waiter, awaited);
      case 'child-signal':
        return searchChildSignal(this.#snapshot, waiter, [{kind: 'signal'}]);
      case 'child-of-loop':
        return searchChildSignal(this.#snapshot, waiter, []);
      case 'sync-child':
        return searchSyncChild(this.#snapshot, waiter);
      case 'new-child':
        return searchNewChild(this.#snapshot, waiter);
      case 'process':
        return searchPidfd(this.#snapshot, waiter, awaited);
      case 'tracer':
        return searchTracer(this.#snapshot, waiter, awaited);
      case 'continuation':
        return searchContinuation(this.#snapshot, waiter);
      case 'thaw':
        return searchThaw(awaited);
      case 'fuse-answer':
        return searchFuseServers(this.#snapshot, waiter, awaited);
      case 'shared-futex':
        return searchSharedFutex(this.#snapshot, waiter, awaited);
      case 'eventfd':
      case 'message-queue':
        if (awaited.watched && !this.#isThorough) return foundAtOnce([], [{kind: 'eventfd'}]);
        return searchSharedFile(this.#snapshot, waiter, awaited, await this.#snapshot.syscalls());
      case 'ipc-queue':
      case 'semaphores':
        return searchSystemV(this.#snapshot, waiter, awaited, await this.#snapshot.syscalls());
      case 'pause':
        return this.#isThorough
          ? searchPolledLock(this.#snapshot, waiter, await this.#snapshot.syscalls())
          : foundAtOnce([], [{kind: 'time'}]);
      case 'own-thread':
        return foundAtOnce([], [{kind: awaited.memory === 'shared' ? 'shared-memory' : 'own-thread'}]);
      case 'wake-up':
        return foundAtOnce([], [awaited.by]);
    }
  }

  /** What a search for the other end of a socket finds, and time where the socket has a timeout. */
  async #timed(
    waiter: Process,
    {descriptor, watched, ...wait}: SocketAwaited,
    search: Search,
  ): Promise<Search> {
    if (watched) return search;
    const ends = await timesOut(this.#snapshot, waiter, {...wait, fd: descriptor.fd});
    if (ends === false) return search;
    return {
      ...search,
      find: (open, most) => {
        const {enders, others} = search.find(open, most);
        if (ends) return {enders, others: [...others, {kind: 'time'}]};
        return {enders: enders.map(ender => ({...ender, mayTimeOut: true})), others};
      },
    };
  }
}
