import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import {requestsAhead, type WaitingRequest} from '../../parse/locks/proc-locks.ts';
import {groupBy} from '../group-by.ts';
import {lockTable} from '../locks/lock-table.ts';
import {oncePer} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';
import {listedSeen, type WaitEvidence} from './wait-evidence.ts';

/** A request that waits, with the lock that is in its way: every user can read them in /proc/locks. */
export interface ListedRequest {
  readonly request: WaitingRequest;
  readonly lock: LockLine;
  /** A request that conflicts with it, and is served first. */
  readonly behind: WaitingRequest | undefined;
}

/**
 * The requests that wait under a pid, in the kernel's order; under null those that have none, for OFD locks. None where
 * /proc/locks can't be read.
 */
export function listedRequestsOf(snapshot: Snapshot, pid: number | null): readonly ListedRequest[] {
  return requestsByPid(snapshot).get(pid) ?? [];
}

const requestsByPid = oncePer((snapshot: Snapshot) => {
  const entries = orUndefined(lockTable(snapshot)) ?? [];
  const listed = entries.flatMap(({lock, requests}): ListedRequest[] => {
    const ahead = requestsAhead(requests);
    return requests.map(request => ({request, lock, behind: ahead.get(request)}));
  });
  return groupBy(listed, ({request}) => request.acquirerPid);
});

/** The request that is served first, where the kernel has put another one behind it. */
export function queueEvidence({behind}: ListedRequest): WaitEvidence[] {
  return behind === undefined
    ? []
    : [listedSeen(behind, {kind: 'served-first', requesterPid: behind.acquirerPid})];
}
