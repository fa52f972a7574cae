import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';

export type EdgeKind =
  | 'reads-pipe'
  | 'writes-pipe'
  | 'reads-terminal'
  | 'waits-for-child'
  | 'waits-for-tracee'
  | 'waits-for-lock'
  | 'breaks-lease'
  | 'waits-for-process'
  | 'connects-to'
  | 'stopped-by'
  | 'traced-by';

/** What ends a wait for a socket, beside its being closed, or for a child that vfork(2) made, beside its end. */
export type Act = 'reads' | 'writes' | 'accepts' | 'execs';

/** One process waits for what another can do. */
export interface Edge {
  readonly from: number;
  /** null: someone who cannot be pointed at, as whoever sent SIGSTOP, or a peer on another machine. */
  readonly to: number | null;
  readonly kind: EdgeKind;
  /** The object between the two: "pipe:[4242]", a path, "inode 7 of device 8:1", "127.0.0.1:4000 to 127.0.0.1:80", "socket:[5] to socket:[6]"; null where there is none, as for a child. */
  readonly target: string | null;
  /** The descriptors through which `to` has it. */
  readonly fds: readonly number[];
  readonly certainty: 'proven' | 'likely' | 'unknown';
  readonly evidence: readonly string[];
  /** Any of them ends the wait; but with "accepts" that comes first. */
  readonly acts?: readonly Act[];
  /** Those of `fds` through which it has a pipe or FIFO open for both reading and writing. */
  readonly bothWays?: readonly number[];
  /** The lock that is in the way, as fdinfo shows it. */
  readonly lock?: LockLine | undefined;
}

/** What one thread waits for. Any of its edges, or of the others, can end the wait; but a lock takes all its holders. */
export interface Wait {
  readonly tid: number;
  readonly state: TaskState;
  /** "read", "running", "outside of a system call"; null where that may not be seen. */
  readonly syscall: string | null;
  readonly fd: number | null;
  readonly target: string | null;
  readonly edges: readonly Edge[];
  /** What else can end it and is no process: "time", "a signal" … */
  readonly others: readonly string[];
  /** Only another thread of the same process can end it, so that it tells nothing of the process as a whole. */
  readonly within: boolean;
}

/** A process in the graph, with a wait for each of its threads. */
export interface WaitNode {
  readonly pid: number;
  readonly waits: readonly Wait[];
}

/** The processes that wait for no process: where the chain ends. */
export function rootsOf(nodes: readonly WaitNode[]): number[] {
  return nodes.filter(({waits}) => waits.every(({edges}) => edges.every(({to}) => to === null))).map(toPid);
}

/**
 * The processes that only each other could free: a wait that may be ended by any of several processes holds
 * a process only if they are all held, one for a lock if any of its holders is; and a process is held only if
 * all its threads are.
 */
export function deadlocked(nodes: readonly WaitNode[]): ReadonlySet<number> {
  const held = new Set(nodes.map(toPid));
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const {pid, waits} of nodes) {
      const outward = waits.filter(wait => !wait.within);
      if (outward.length === 0 || outward.some(wait => isOpen(wait, held))) held.delete(pid);
    }
  }
  return held;
}

/** Whether a process would be held if all those were that its waits lead to: nothing else can end one of them. */
export function couldBeHeld({waits}: WaitNode): boolean {
  const everyone = new Set(waits.flatMap(({edges}) => edges.flatMap(({to}) => to ?? [])));
  const outward = waits.filter(wait => !wait.within);
  return outward.length > 0 && !outward.some(wait => isOpen(wait, everyone));
}

/**
 * Processes that wait for one another in a circle, each circle from its first node on, in the order of the
 * nodes. An edge counts if nothing else could end its wait, or if its process is deadlocked: a server that
 * waits for any of its clients waits for none of them. One that could free itself waits for itself only if
 * nobody else could.
 */
export function cyclesOf(nodes: readonly WaitNode[]): number[][] {
  const held = deadlocked(nodes);
  const next = new Map(
    nodes.map(({pid, waits}) => [
      pid,
      waits
        .filter(
          wait => held.has(pid) || (wait.others.length === 0 && (wait.edges.length === 1 || takesAll(wait))),
        )
        .flatMap(wait => leadingOn(wait).flatMap(({to}) => to ?? [])),
    ]),
  );
  const cycles: number[][] = [];
  const done = new Set<number>();
  for (const {pid} of nodes) {
    if (done.has(pid)) continue;
    const cycle = pathBackTo(pid, next, done);
    for (const member of cycle ?? []) done.add(member);
    if (cycle) cycles.push(cycle);
  }
  return cycles;
}

/** Whether something outside of the held processes can end a wait. */
function isOpen({edges, others}: Wait, held: ReadonlySet<number>): boolean {
  const isFree = ({to}: Edge) => to === null || !held.has(to);
  if (others.length > 0 || edges.length === 0) return true;
  return takesAll({edges}) ? edges.every(isFree) : edges.some(isFree);
}

/** Whether each of its edges has to do its part before the wait ends: those who share a lock that is in its way. */
function takesAll({edges}: Pick<Wait, 'edges'>): boolean {
  return edges.every(({kind}) => kind === 'waits-for-lock');
}

/** Its edges, without those to itself where others could do the same; but a lock of its own is in its way whoever else has one. */
function leadingOn(wait: Wait): readonly Edge[] {
  const onward = wait.edges.filter(({from, to}) => from !== to);
  return onward.length === 0 || takesAll(wait) ? wait.edges : onward;
}

/** A shortest way along `next` from a node to itself, past none of `done`; undefined where there is none. */
function pathBackTo(
  start: number,
  next: ReadonlyMap<number, readonly number[]>,
  done: ReadonlySet<number>,
): number[] | undefined {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const pid of queue) {
    for (const neighbour of next.get(pid) ?? []) {
      if (neighbour === start) return pathTo(pid, start, cameFrom);
      if (cameFrom.has(neighbour) || done.has(neighbour)) continue;
      cameFrom.set(neighbour, pid);
      queue.push(neighbour);
    }
  }
  return undefined;
}

function pathTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}

function toPid({pid}: {readonly pid: number}): number {
  return pid;
}
