import {type LockLine, parseLockLine} from './lock-line.ts';

/** A request that waits, of /proc/locks, with the file of the lock. Its `acquirerPid` is the process that waits. */
export interface WaitingRequest extends LockLine {
  /** 1: waits for the lock itself; 2: behind a request of depth 1, which conflicts with it; and so on. */
  readonly depth: number;
}

/** A lock that is held, with the requests that wait for it, in the kernel's order: each after the one it waits behind. */
export interface LockEntry {
  readonly lock: LockLine;
  readonly requests: readonly WaitingRequest[];
}

/**
 * Parses /proc/locks: proc_locks(5). The number that begins a line is that of the held lock; requests repeat
 * it, with an arrow that is indented by their depth (since Linux 5.19; before, all have depth 1). Lines of
 * another form, and of a class we do not know, are left out.
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

/** The request that another stands behind: the nearest before it that is one less deep. Undefined: it waits for the lock itself. */
export function requestAhead(
  requests: readonly WaitingRequest[],
  request: WaitingRequest,
): WaitingRequest | undefined {
  return requests.slice(0, requests.indexOf(request)).findLast(({depth}) => depth === request.depth - 1);
}
