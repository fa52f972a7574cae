import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import {requestAhead, type WaitingRequest} from '../../parse/locks/proc-locks.ts';
import {lockTable} from '../locks/lock-table.ts';
import type {Snapshot} from '../snapshot.ts';
import {listedSeen, type WaitEvidence} from './wait-evidence.ts';

/** A request that waits, with the lock that is in its way: every user can read them in /proc/locks. */
export interface ListedRequest {
  readonly request: WaitingRequest;
  readonly lock: LockLine;
  /** A request that conflicts with it, and is served first. */
  readonly behind: WaitingRequest | undefined;
}

/** All requests that wait, in the kernel's order; none where /proc/locks can't be read. */
export function listedRequests(snapshot: Snapshot): ListedRequest[] {
  const entries = orUndefined(lockTable(snapshot)) ?? [];
  return entries.flatMap(({lock, requests}) =>
    requests.map(request => ({request, lock, behind: requestAhead(requests, request)})),
  );
}

/** The request that is served first, where the kernel has put another one behind it. */
export function queueEvidence({behind}: ListedRequest): WaitEvidence[] {
  return behind === undefined
    ? []
    : [listedSeen(behind, {kind: 'served-first', requesterPid: behind.acquirerPid})];
}
