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
 * Lines of another form, and of an unknown class, are left out.
 */
export function parseProcLocks(bytes: Buffer): LockEntry[] {
  const entries: {id: string; lock: LockLine; requests: WaitingRequest[]}[] = [];
  for (const text of bytes.toString('latin1').split('\n')) {
    const line = parseLockLine(text);
    const [, id, indent = ''] = /^(\d+): ( *)/.exec(text) ?? [];
    if (line === undefined || id === undefined) continue;
    if (line.granted) entries.push({id, lock: line, requests: []});
    else {
      const entry = entries.find(one => one.id === id);
      const {device, inode} = entry?.lock ?? line;
      entry?.requests.push({...line, device, inode, depth: indent.length + 1});
    }
  }
  return entries.map(({lock, requests}) => ({lock, requests}));
}

/**
 * The request that another waits behind: the nearest before it that is one less deep. Undefined where it waits for
 * the lock itself.
 */
export function requestAhead(
  requests: readonly WaitingRequest[],
  request: WaitingRequest,
): WaitingRequest | undefined {
  return requests.slice(0, requests.indexOf(request)).findLast(({depth}) => depth === request.depth - 1);
}
