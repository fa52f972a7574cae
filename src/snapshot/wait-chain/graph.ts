import type {TaskState} from '../../parse/process/pid-stat.ts';
import type {Doing} from '../activity.ts';
import type {Edge} from './edge.ts';
import type {WakeUp} from './wake-up.ts';

/** What one thread waits for. Any of its edges, or of the others, can end the wait; but a lock has to be released by all its holders. */
export interface Wait {
  readonly tid: number;
  readonly state: TaskState;
  /** null where that was not seen. */
  readonly doing: Doing | null;
  readonly fd: number | null;
  /** The link of `fd`. */
  readonly target: string | null;
  /** A path that leads from here to what `fd` has open, where it is one; else the link. */
  readonly address: string | null;
  readonly edges: readonly Edge[];
  /** What else can end it, apart from the processes of `edges`. */
  readonly others: readonly WakeUp[];
  /** Only another thread of the same process can end it, so that it does not show what the process waits for. */
  readonly isInternal: boolean;
}

/** A process in the graph, with a wait for each of its threads. */
export interface WaitNode {
  readonly pid: number;
  readonly waits: readonly Wait[];
}

/**
 * Where the chain from the first node ends: at processes that wait for no other process, and at those whose wait any of
 * several could end. What is behind these is one way among others, and no cause.
 */
export function rootsOf(nodes: readonly WaitNode[]): number[] {
  const byPid = new Map(nodes.map(node => [node.pid, node]));
  const reached = new Set(nodes.slice(0, 1));
  const roots = new Set<number>();
  for (const node of reached) {
    const waits = node.waits.filter(({edges}) => edges.length > 0);
    if (waits.length === 0) roots.add(node.pid);
    for (const wait of waits) {
      const ends = new Set(wait.edges.map(({to}) => to));
      const isCertain = wait.others.length === 0 && !ends.has(null) && (ends.size === 1 || takesAll(wait));
      if (!isCertain) roots.add(node.pid);
      for (const end of isCertain ? ends : []) {
        const next = byPid.get(end ?? 0);
        if (next) reached.add(next);
      }
    }
  }
  return nodes.flatMap(({pid}) => (roots.has(pid) ? [pid] : []));
}

/**
 * The processes that only other members of the set could free. A wait that any of several processes can end is
 * deadlocked if they all are, a wait for a lock if any of its holders is, and a process if all its threads are.
 */
export function deadlocked(nodes: readonly WaitNode[]): ReadonlySet<number> {
  const left = new Set(nodes.map(toPid));
  const waiters = waitersOf(nodes);
  const toJudge = new Set(nodes);
  for (const node of toJudge) {
    toJudge.delete(node);
    const outward = node.waits.filter(wait => !wait.isInternal);
    const isFree = outward.length === 0 || outward.some(wait => isOpen(wait, left));
    if (!isFree || !left.delete(node.pid)) continue;
    for (const waiter of waiters.get(node.pid) ?? []) if (left.has(waiter.pid)) toJudge.add(waiter);
  }
  return left;
}

/** By pid, the processes that wait for that process, so that each edge is followed once. */
export function waitersOf<T extends WaitNode>(nodes: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const waiters = new Map<number, T[]>();
  for (const node of nodes) {
    for (const to of new Set(node.waits.flatMap(({edges}) => edges.flatMap(({to}) => to ?? [])))) {
      const known = waiters.get(to);
      if (known) known.push(node);
      else waiters.set(to, [node]);
    }
  }
  return waiters;
}

/** Whether a process would be deadlocked if all that its waits lead to were: nothing else can end one of its waits. */
export function couldBeDeadlocked({waits}: WaitNode): boolean {
  const everyone = new Set(waits.flatMap(({edges}) => edges.flatMap(({to}) => to ?? [])));
  const outward = waits.filter(wait => !wait.isInternal);
  return outward.length > 0 && !outward.some(wait => isOpen(wait, everyone));
}

/**
 * Processes that wait for each other in a cycle, each cycle from its first node, in the order of the nodes. An edge
 * counts if nothing else could end its wait, or if its process is deadlocked: a server that waits for any of its
 * clients waits for none of them. A process that could free itself waits for itself only if no other process could
 * free it.
 */
export function cyclesOf(nodes: readonly WaitNode[]): number[][] {
  const stuck = deadlocked(nodes);
  const next = new Map(
    nodes.map(({pid, waits}) => [
      pid,
      waits
        .filter(
          wait => stuck.has(pid) || (wait.others.length === 0 && (wait.edges.length === 1 || takesAll(wait))),
        )
        .flatMap(wait => leadingOn(wait).flatMap(({to}) => to ?? [])),
    ]),
  );
  const cycles: number[][] = [];
  const done = outsideOfCycles(next);
  for (const {pid} of nodes) {
    if (done.has(pid)) continue;
    const cycle = pathBackTo(pid, next, done);
    for (const member of cycle ?? []) done.add(member);
    if (cycle) cycles.push(cycle);
  }
  return cycles;
}

/** Whether something other than the deadlocked processes can end a wait. */
function isOpen({edges, others}: Wait, stuck: ReadonlySet<number>): boolean {
  const isFree = ({to}: Edge) => to === null || !stuck.has(to);
  if (others.length > 0 || edges.length === 0) return true;
  return takesAll({edges}) ? edges.every(isFree) : edges.some(isFree);
}

/** Whether every process of its edges has to act before the wait ends: all holders of a lock have to release it. */
function takesAll({edges}: Pick<Wait, 'edges'>): boolean {
  return edges.every(({kind}) => kind === 'waits-for-lock');
}

/** Its edges, without an edge to itself where others could do the same; but its own lock is in its way whatever others do. */
function leadingOn(wait: Wait): readonly Edge[] {
  const onward = wait.edges.filter(({from, to}) => from !== to);
  return onward.length === 0 || takesAll(wait) ? wait.edges : onward;
}

/** Which nodes a node leads to. */
type Ways = ReadonlyMap<number, ReadonlySet<number>>;

/**
 * The nodes that are on no cycle, as far as that shows by their ends: they lead nowhere, or nothing leads to them. Each edge is
 * followed once, so that a long queue behind a lock costs no search for each of its members.
 */
function outsideOfCycles(next: ReadonlyMap<number, readonly number[]>): Set<number> {
  const ways = new Map([...next].map(([pid, ends]) => [pid, new Set(ends.filter(end => next.has(end)))]));
  const back = new Map([...next.keys()].map(pid => [pid, new Set<number>()]));
  for (const [pid, ends] of ways) for (const end of ends) back.get(end)?.add(pid);
  return new Set([...deadEnds(ways, back), ...deadEnds(back, ways)]);
}

/** The nodes without a way on, those whose ways all lead to such, and so on. */
function deadEnds(ways: Ways, back: Ways): Set<number> {
  const left = new Map([...ways].map(([pid, ends]) => [pid, ends.size]));
  const ended = new Set([...left].flatMap(([pid, count]) => (count === 0 ? [pid] : [])));
  for (const pid of ended) {
    for (const before of back.get(pid) ?? []) {
      const count = (left.get(before) ?? 0) - 1;
      left.set(before, count);
      if (count === 0) ended.add(before);
    }
  }
  return ended;
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
