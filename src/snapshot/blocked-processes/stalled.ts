import {activitiesOf} from '../activities.ts';
import {type Activity, waitOptions} from '../activity.ts';
import {type Condition, conditionOf} from '../condition.ts';
import {groupBy} from '../group-by.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {isShell} from '../programs/pipeline-program.ts';
import {secondLook, sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Edge} from '../wait-chain/edge.ts';
import type {ProcessNode} from '../wait-chain/follow-waits.ts';
import type {Wait} from '../wait-chain/graph.ts';
import type {DeadlockSearch} from './deadlock.ts';
import type {ServedClients} from './stopped-servers.ts';
import {mayEndUnseen} from './unseen-ends.ts';

/** What keeps a process from running until somebody lets it: a stop, or its cgroup. */
export type Stall = Condition & {readonly kind: 'stopped' | 'frozen'};

/** A process that is stopped or frozen, and others that wait for it and for nobody else who could run. */
export interface Stalled {
  readonly process: Process;
  readonly stall: Stall;
  readonly waiters: readonly StalledWait[];
  /** Whether no process that isn't visible could end the waits of these. */
  readonly isFullySeen: boolean;
  /** Whether neither it nor any waiter has run until a second look; undefined where there is none. */
  readonly isLasting: boolean | undefined;
}

export interface StalledWait {
  readonly process: Process;
  readonly wait: Wait;
  readonly edge: Edge;
  /** Whether it waits for whichever child exits first, as a supervisor does that has all the time in the world. */
  readonly isForAnyChild: boolean;
}

/** WUNTRACED and WSTOPPED: the call returns when a child stops, wait(2). */
const WUNTRACED = 2n;

/** What a process is kept from by a stall; undefined: nothing, or it can go on. */
export function stallOf(snapshot: Snapshot, process: Process): Stall | undefined {
  const condition = conditionOf(snapshot, process);
  return condition?.kind === 'stopped' || condition?.kind === 'frozen' ? condition : undefined;
}

/** The processes that others of a search, or clients, wait for in vain, because they are stopped or frozen. */
export async function readStalled(
  snapshot: Snapshot,
  {nodes}: Pick<DeadlockSearch, 'nodes'>,
  served: ServedClients,
): Promise<Stalled[]> {
  const all = new Map([...nodes, ...served.nodes]);
  const waits = [...all.values()].flatMap(node => waitsForStalled(snapshot, node, served));
  const found = await Promise.all(
    [...groupBy(waits, ({edge}) => edge.to)].map(async ([pid, waiters]) => {
      const process = pid === null ? undefined : snapshot.find(pid);
      const stall = process && stallOf(snapshot, process);
      if (!process || !stall) return [];
      const still = waiters.filter(({wait}) => wait.others.length === 0);
      const isLasting = await areAsleep(snapshot, [process, ...still.map(waiter => waiter.process)]);
      if (isLasting === false) return [];
      const isFullySeen = !mayEndUnseen(
        snapshot,
        waiters.map(({edge}) => edge),
      );
      return [{process, stall, waiters: supervisorsLast(waiters), isFullySeen, isLasting}];
    }),
  );
  return found.flat();
}

/** What a sentence names first is what is surely in trouble. */
function supervisorsLast(waits: readonly StalledWait[]): StalledWait[] {
  return [...waits.filter(each => !each.isForAnyChild), ...waits.filter(each => each.isForAnyChild)];
}

/** A program such as cpulimit(1) stops and continues others all the time: they run between two looks. */
async function areAsleep(snapshot: Snapshot, processes: readonly Process[]): Promise<boolean | undefined> {
  if (!secondLook(snapshot)) return undefined;
  const answers = await Promise.all(processes.map(process => sleptThrough(snapshot, process)));
  return answers.every(answer => answer === true);
}

function waitsForStalled(
  snapshot: Snapshot,
  {process, waits}: ProcessNode,
  served: ServedClients,
): StalledWait[] {
  const stalling = waits.map(wait => ({wait, stalled: wait.edges.filter(({to}) => isStalled(snapshot, to))}));
  if (stalling.every(({stalled}) => stalled.length === 0)) return [];
  if (process.isZombie() || conditionOf(snapshot, process)) return [];
  return stalling.flatMap(({wait, stalled}) => {
    const activity = activitiesOf(snapshot, process).all.find(({thread}) => thread.tid === wait.tid);
    const [edge] = stalled.filter(each => keepsWaiting(snapshot, process, activity, each, served));
    // A lock has to be released by each of its holders; of others, one that runs can end the wait.
    const isStuck = edge?.kind === 'waits-for-lock' || stalled.length === wait.edges.length;
    const isForAnyChild = edge?.kind === 'waits-for-child' && activity?.waitsFor?.kind === 'any';
    // A client that asks again after a timeout waits for the same server then.
    const isOpen = wait.others.some(({kind}) => edge?.kind !== 'connects-to' || kind !== 'time');
    return edge && isStuck && !isOpen ? [{process, wait, edge, isForAnyChild}] : [];
  });
}

function isStalled(snapshot: Snapshot, pid: number | null): boolean {
  const process = pid === null ? undefined : snapshot.find(pid);
  return process !== undefined && stallOf(snapshot, process) !== undefined;
}

function isStoppedByTerminal(snapshot: Snapshot, pid: number | null): boolean {
  const process = pid === null ? undefined : snapshot.find(pid);
  const stall = process && stallOf(snapshot, process);
  return stall?.kind === 'stopped' && stall.needsForeground;
}

/**
 * Whether a wait is for what a running process would have done. Who asks for it learns that its child has stopped, and
 * who stopped the job of a shell meant it, but for its terminal, which stops what uses it in the background; PID 1 waits for whatever comes. A helper that reads from the program that started it is idle, as long as that is; so is a server whose client is stopped.
 */
function keepsWaiting(
  snapshot: Snapshot,
  waiter: Process,
  activity: Activity | undefined,
  {kind, to}: Edge,
  served: ServedClients,
): boolean {
  if (kind === 'connects-to') {
    const server = to === null ? undefined : snapshot.find(to);
    return server !== undefined && served.isClient(waiter, server);
  }
  if (kind === 'waits-for-child') {
    const learnsOfStops = activity && ((waitOptions(activity) ?? 0n) & WUNTRACED) !== 0n;
    const knowsItsJobs = isShell(waiter) && !isStoppedByTerminal(snapshot, to);
    return !knowsItsJobs && !isInit(waiter) && !learnsOfStops;
  }
  if (kind === 'reads-pipe') return !snapshot.ancestors(waiter).some(({pid}) => pid === to);
  return ['waits-for-lock', 'breaks-lease', 'waits-for-process', 'writes-pipe'].includes(kind);
}
