import {type LockLine, parseLockLine} from './lock-line.ts';

/** A request in /proc/locks that waits, with the file of the lock. Its `acquirerPid` is the process that waits. */
export interface WaitingRequest extends LockLine {
  /** 1: the request waits for the lock itself; 2: it waits behind a conflicting request of depth 1; and so on. */
  readonly depth: number;
}

/**
 * A held lock with the requests that wait for it, in the kernel's order: each after the request that it waits
 * behind.
 */
export interface LockEntry {
  readonly lock: LockLine;
  readonly requests: readonly WaitingRequest[];
}

/**
 * Parses /proc/locks: proc_locks(5). A line begins with the number of a held lock. Requests repeat the number of the
 * lock that they wait for, with an arrow that is indented by their depth (since Linux 5.19; before, all have depth 1).
 * Lines of another form, and of an unknown class, are left out, and so is a lock that stands there twice: the kernel gives
 * a page at a time, and one that is taken or released meanwhile moves those after it (fs/seq_file.c).
 */
export function parseProcLocks(bytes: Buffer): LockEntry[] {
  const entries: {lock: LockLine; requests: WaitingRequest[]}[] = [];
  const byId = new Map<string, (typeof entries)[number]>();
  const exclusive = new Set<string>();
  for (const text of bytes.toString('latin1').split('\n')) {
    const line = parseLockLine(text);
    const [, id, indent = '', name = ''] = /^(\d+): ( *)(.*)/.exec(text) ?? [];
    if (line === undefined || id === undefined) continue;
    if (line.granted) {
      const entry = {lock: line, requests: []};
      if (!exclusive.has(name)) entries.push(entry);
      // Of shared locks, there may be several that look the same.
      if (line.mode === 'write') exclusive.add(name);
      byId.set(id, entry);
    } else {
      const entry = byId.get(id);
      const {device, inode} = entry?.lock ?? line;
      entry?.requests.push({...line, device, inode, depth: indent.length + 1});
    }
  }
  return entries;
}

/**
 * By request, the one that it waits behind: the nearest before it that is one less deep. None where it waits for the
 * lock itself.
 */
export function requestsAhead(
  requests: readonly WaitingRequest[],
): ReadonlyMap<WaitingRequest, WaitingRequest> {
  const latest = new Map<number, WaitingRequest>();
  const ahead = new Map<WaitingRequest, WaitingRequest>();
  for (const request of requests) {
    const before = latest.get(request.depth - 1);
    if (before) ahead.set(request, before);
    latest.set(request.depth, request);
  }
  return ahead;
}
