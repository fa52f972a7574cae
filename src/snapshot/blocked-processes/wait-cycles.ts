import type {Doing} from '../activity.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Edge, targetKey} from '../wait-chain/edge.ts';
import type {ProcessNode} from '../wait-chain/follow-waits.ts';
import {cyclesOf, deadlocked, waitersOf} from '../wait-chain/graph.ts';
import type {WaitEvidence} from '../wait-chain/wait-evidence.ts';
import {type DeadlockSearch, searchDeadlocks, stillDeadlocked} from './deadlock.ts';
import {equalWaits, mustBeFree} from './equal-waits.ts';
import {outwardWaits} from './outward-wait.ts';
import {withHandlers, withTimers} from './own-wake-ups.ts';
import {mayEndUnseen} from './unseen-ends.ts';
import {deadlockVictims} from './victims.ts';

/** Processes each of which waits for the next, and the last for the first: no other process could free them. */
export interface WaitCycle {
  readonly members: readonly Process[];
  /** What each member is blocked in, and that the next one could end it. */
  readonly steps: readonly CycleStep[];
  /** The members to kill so that the others continue: all of them, where each would be left waiting for itself. */
  readonly victims: readonly Process[];
  /** How many other processes wait for a member, and for nothing else. */
  readonly behind: number;
  /** Whether the descriptors of every process could be listed: otherwise a hidden one may have what no other has. */
  readonly isFullySeen: boolean;
  /** Whether a second look showed it as well, and no thread in it had run in between: a recording has one look. */
  readonly isLasting: boolean;
}

export interface CycleStep {
  readonly process: Process;
  readonly next: Process;
  /** Every process that could do what it waits for: the next one, and maybe itself, or another deadlocked one. */
  readonly enders: readonly Process[];
  readonly tid: number;
  readonly doing: Doing | null;
  /** Descriptor that it waits through; null: none. */
  readonly fd: number | null;
  readonly edge: Edge;
  /** What shows that each of the enders could. */
  readonly evidence: readonly WaitEvidence[];
}

/**
 * What those of these processes wait for that only others can wake up, and what that waits for: see `searchDeadlocks`. Of
 * many that wait for the same pipe or socket, one is looked at, and the others only where they may be deadlocked, or wait
 * for a process that is stopped.
 * @param openFiles if not given, each is looked at
 */
export async function searchWaits(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles?: EveryOpenFile,
): Promise<DeadlockSearch> {
  const waits = await outwardWaits(snapshot, asked);
  const isShared = openFiles && waits.filter(({through}) => through).length > 1;
  const equal = isShared ? equalWaits(snapshot, waits, await openFiles()) : [];
  const searchWithout = (left: ReadonlySet<Process>) =>
    searchDeadlocks(
      snapshot,
      waits.flatMap(({process}) => (left.has(process) ? [] : process)),
      openFiles,
    );
  const spared = new Set(equal.flatMap(({others}) => others));
  const search = await searchWithout(spared);
  const free = equal.filter(one => mustBeFree(snapshot, one, search));
  if (free.length === equal.length) return search;
  return searchWithout(new Set(free.flatMap(({others}) => others)));
}

/** The cycles that the processes of a search are in, or wait for, and that are there at a second look as well. */
export async function readWaitCycles(snapshot: Snapshot, search: DeadlockSearch): Promise<WaitCycle[]> {
  // Mostly nothing is deadlocked, and thousands of processes wait that are in no cycle then.
  if (search.deadlocked.size === 0) return [];
  const cycles = cyclesOf([...search.nodes.values()]);
  // What is not deadlocked without timers and handlers is not with them either, so that those of few are asked for.
  const locked = deadlocked(
    [...search.nodes.values()].map(node =>
      search.deadlocked.has(node.pid) ? withHandlers(snapshot, withTimers(snapshot, node)) : node,
    ),
  );
  const stuck = cycles.filter(pids => pids.every(pid => locked.has(pid)));
  const lasting = await stillDeadlocked(snapshot, stuck);
  const waiters = waitersOf([...search.nodes.values()].filter(({pid}) => search.deadlocked.has(pid)));
  return lasting.map(cycle => toCycle(snapshot, cycle, search, waiters));
}

function toCycle(
  snapshot: Snapshot,
  cycle: readonly number[],
  {nodes, deadlocked: caught}: DeadlockSearch,
  waiters: ReadonlyMap<number, readonly ProcessNode[]>,
): WaitCycle {
  const members = cycle.flatMap(pid => nodes.get(pid) ?? []);
  const ahead = aheadOf(members, pid => (caught.has(pid) ? nodes.get(pid) : undefined));
  const edges = members.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  return {
    members: members.map(({process}) => process),
    steps: members.flatMap((node, at) => stepTo(members[(at + 1) % members.length], node, nodes) ?? []),
    victims: deadlockVictims(ahead, cycle).flatMap(pid => nodes.get(pid)?.process ?? []),
    behind: countBehind(cycle, waiters),
    isFullySeen: !snapshot.ledger.lacks('fd') && !mayEndUnseen(snapshot, edges),
    isLasting: !snapshot.machine.recorded,
  };
}

function stepTo(
  next: ProcessNode | undefined,
  {process, waits}: ProcessNode,
  nodes: ReadonlyMap<number, ProcessNode>,
): CycleStep | undefined {
  if (!next) return undefined;
  for (const {tid, doing, fd, edges} of waits) {
    const edge = edges.find(({to}) => to === next.pid);
    if (!edge) continue;
    const object = targetKey(edge.target);
    const same = edges.filter(({kind, target}) => kind === edge.kind && targetKey(target) === object);
    const others = same.flatMap(({to}) => (to === null ? [] : (nodes.get(to)?.process ?? [])));
    const enders = [...new Set([next.process, ...others])];
    const evidence = same.flatMap(one => one.evidence);
    return {process, next: next.process, enders, tid, doing, fd, edge, evidence};
  }
  return undefined;
}

/** These processes, and the deadlocked ones that they wait for, and so on: no others decide what would free them. */
function aheadOf(
  members: readonly ProcessNode[],
  stuckNode: (pid: number) => ProcessNode | undefined,
): ProcessNode[] {
  const met = new Set(members);
  for (const {waits} of met)
    for (const {edges} of waits)
      for (const {to} of edges) {
        const next = to === null ? undefined : stuckNode(to);
        if (next) met.add(next);
      }
  return [...met];
}

/** How many processes wait for a cycle, or for a process that does. */
function countBehind(cycle: readonly number[], waiters: ReadonlyMap<number, readonly ProcessNode[]>): number {
  const caught = new Set(cycle);
  for (const pid of caught) for (const waiter of waiters.get(pid) ?? []) caught.add(waiter.pid);
  return caught.size - cycle.length;
}
