import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Awaited, wakeUps} from './awaited.ts';
import {
  searchChildren,
  searchChildSignal,
  searchContinuation,
  searchNewChild,
  searchPidfd,
  searchTracer,
} from './awaited-processes.ts';
import {searchBlockingLocks} from './blocking-locks.ts';
import {searchLease} from './listed-leases.ts';
import {searchListedLock} from './listed-locks.ts';
import {searchPipeEnds} from './pipe-ends.ts';
import {foundAtOnce, type Search} from './search.ts';
import {SocketPeers} from './socket-peers.ts';
import {searchTerminalEnd} from './terminal-ends.ts';

const sharedWakeUp = `${wakeUps.thread}, or a process that shares its memory`;

/** The search for who can end a wait, by what is waited for. */
export class Searches {
  readonly #snapshot: Snapshot;
  readonly #peers: SocketPeers;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#peers = new SocketPeers(snapshot);
  }

  async of(waiter: Process, awaited: Awaited): Promise<Search> {
    switch (awaited.kind) {
      case 'pipe':
      case 'fifo':
        return searchPipeEnds(waiter, awaited);
      case 'socket':
        return this.#peers.search(waiter, awaited);
      case 'terminal':
        return searchTerminalEnd(this.#snapshot, waiter, awaited);
      case 'listener':
        return this.#peers.searchListener(waiter, awaited);
      case 'lock':
        return searchBlockingLocks(this.#snapshot, waiter, awaited);
      case 'listed-lock':
        return searchListedLock(this.#snapshot, awaited);
      case 'lease':
        return searchLease(this.#snapshot, awaited);
      case 'children':
        return searchChildren(this.#snapshot, waiter, awaited);
      case 'child-signal':
        return searchChildSignal(this.#snapshot, waiter);
      case 'new-child':
        return searchNewChild(this.#snapshot, waiter);
      case 'process':
        return searchPidfd(this.#snapshot, awaited);
      case 'tracer':
        return searchTracer(this.#snapshot, awaited);
      case 'continuation':
        return searchContinuation();
      case 'own-thread':
        return foundAtOnce([], [awaited.memory === 'shared' ? sharedWakeUp : wakeUps.thread]);
      case 'other':
        return foundAtOnce([], [awaited.what]);
    }
  }
}
