import {requestsAhead, type WaitingRequest} from '../../parse/locks/proc-locks.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {LockWaiter} from './file-lock.ts';
import type {LockCall} from './lock-calls.ts';

/** A request with the process that made it, as far as it is known. */
interface Asked {
  readonly request: WaitingRequest;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly process: Process | undefined;
  /** The requests of which it may be any, where several wait without a name: only what they have in common is known. */
  readonly isOneOf: readonly WaitingRequest[];
}

/**
 * The processes that wait, by the requests in /proc/locks. Of an OFD lock that names none: then it is the thread that is
 * seen to wait for such a lock on this file.
 * @param calls all that wait for a lock on the file; asked for only where a request has no name
 */
export function namedWaiters(
  snapshot: Snapshot,
  requests: readonly WaitingRequest[],
  calls: () => readonly LockCall[],
): LockWaiter[] {
  const nameless = groupBy(
    requests.filter(({acquirerPid}) => acquirerPid === null),
    request => request.class,
  );
  const found = new Map(
    [...nameless].flatMap(([lockClass, alike]) => {
      const named = requests.flatMap(one => (one.class === lockClass ? (one.acquirerPid ?? []) : []));
      const able = calls().filter(call => call.class === lockClass && !named.includes(call.process.pid));
      return matched(alike, able).map(asked => [asked.request, asked] as const);
    }),
  );
  const all = requests.map((request): Asked => {
    const {acquirerPid: pid} = request;
    const process = pid === null ? undefined : snapshot.find(pid);
    return found.get(request) ?? {request, ...identity(process), pid, isOneOf: [request]};
  });
  const ahead = requestsAhead(requests);
  const askedBy = new Map(all.map(asked => [asked.request, asked]));
  return all.map(asked => {
    const before = ahead.get(asked.request);
    return waiterOf(asked, before && askedBy.get(before));
  });
}

/** The processes that wait where /proc/locks hides the lock, because its acquirer is not in this pid namespace. */
export function unlistedWaiters(calls: readonly LockCall[]): LockWaiter[] {
  const nothing = {mode: null, start: null, end: null, depth: null, behind: null};
  return calls.map(({process}) => ({...identity(process), ...nothing}));
}

/** Requests without a name, and the calls of their class: by what both want, and else if there are as many of both. */
function matched(requests: readonly WaitingRequest[], calls: readonly LockCall[]): Asked[] {
  const [only] = requests;
  const [onlyCall] = calls;
  if (only && onlyCall && requests.length === 1 && calls.length === 1)
    return [{request: only, ...identity(onlyCall.process), isOneOf: [only]}];
  const certain = requests.flatMap(request => {
    const alike = requests.filter(other => isWished(other, request));
    const able = calls.filter(({wish}) => isWished(wish(), request));
    const [call] = able;
    return call && alike.length === 1 && able.length === 1 ? [{request, call}] : [];
  });
  const others = requests.filter(request => !certain.some(one => one.request === request));
  const left = calls.filter(call => !certain.some(one => one.call === call));
  const areAll = left.length === others.length;
  return [
    ...certain.map(({request, call}) => ({request, ...identity(call.process), isOneOf: [request]})),
    ...others.map((request, at) => ({
      request,
      ...identity(areAll ? left[at]?.process : undefined),
      isOneOf: areAll ? others : [request],
    })),
  ];
}

function isWished(wish: Pick<WaitingRequest, 'mode' | 'start' | 'end'> | undefined, request: WaitingRequest) {
  return wish?.mode === request.mode && wish.start === request.start && wish.end === request.end;
}

function waiterOf({pid, comm, process, isOneOf}: Asked, ahead: Asked | undefined): LockWaiter {
  const range = common(isOneOf.map(({start, end}) => `${start} ${end}`)) === null ? undefined : isOneOf[0];
  return {
    pid,
    comm,
    process,
    mode: common(isOneOf.map(({mode}) => mode)),
    start: range?.start ?? null,
    end: range?.end ?? null,
    depth: common(isOneOf.map(({depth}) => depth)),
    behind: isOneOf.length === 1 && ahead?.isOneOf.length === 1 ? ahead.pid : null,
  };
}

function identity(process: Process | undefined) {
  return {pid: process?.pid ?? null, comm: process?.comm ?? null, process};
}

/** What all values are; null where they differ. */
function common<T>(values: readonly T[]): T | null {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
}
