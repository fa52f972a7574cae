import {activitiesOf} from '../activities.ts';
import {type Adoption, Adoptions} from '../families/adoption.ts';
import {withInput} from '../input/awaited-input.ts';
import {secondsIdle} from '../last-run.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readTracer} from '../tracer.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';
import {cyclesOf, deadlocked, rootsOf} from '../wait-chain/graph.ts';
import {stillDeadlocked} from './deadlock.ts';
import {mainWait} from './main-wait.ts';
import {withHandlers} from './own-wake-ups.ts';
import {mayEndUnseen} from './unseen-ends.ts';

/** A process in the chain, with what else is known of it. */
export interface ChainNode extends ProcessNode {
  readonly adoption: Adoption;
  readonly isKernelThread: boolean;
  /** Whether a timer of its own may end its waits. */
  readonly mayTimerWake: boolean;
  /** Whether it is the procdoc that looks. */
  readonly isObserver: boolean;
  /** Whether it has exited; else, without waits, its threads can't be read. */
  readonly isZombie: boolean;
  /** Its tracer, which it waits for only while it is stopped by it. */
  readonly tracer: Process | undefined;
}

/** What a process waits for, what that waits for, and so on. */
export interface WaitChain {
  /** The asked process first, then by distance. */
  readonly nodes: readonly ChainNode[];
  readonly roots: readonly number[];
  /** Cycles of deadlocked processes were there at a second look as well; other cycles are of one moment. */
  readonly cycles: readonly (readonly number[])[];
  /** The processes that only other members of the set could free, as far as everything was seen. */
  readonly deadlocked: ReadonlySet<number>;
  /** Whether the descriptors of every process could be listed, if they were needed: otherwise a hidden one may have what no other has. */
  readonly isFullySeen: boolean;
  /**
   * How long the thread of the asked process that says most hasn't run, in seconds. null: it runs, has exited, or that isn't
   * known.
   */
  readonly idleSeconds: number | null;
}

/** Follows what a process waits for to the roots. */
export async function readWaitChain(snapshot: Snapshot, asked: Process): Promise<WaitChain> {
  const adoptions = new Adoptions(snapshot, await snapshot.syscalls());
  const followed: ChainNode[] = [];
  for await (const node of followWaits(snapshot, [asked], {
    mostOfAsked: Number.POSITIVE_INFINITY,
    isThorough: true,
  })) {
    const {process} = node;
    followed.push({
      ...node,
      adoption: adoptions.of(process),
      isKernelThread: process.stat.kernelThread,
      mayTimerWake: activitiesOf(snapshot, process).mayTimerWake(),
      isObserver: process.pid === snapshot.observerPid(),
      isZombie: process.isZombie(),
      tracer: readTracer(snapshot, process),
    });
  }
  // In a cycle, what a process reads is no input that somebody could give.
  const inCycle = new Set(cyclesOf(followed.map(node => withHandlers(snapshot, node))).flat());
  const free = followed.filter(({pid}) => !inCycle.has(pid));
  const asking = new Map((await withInput(snapshot, free)).map(node => [node.pid, node]));
  const nodes = followed.map(node => asking.get(node.pid) ?? node);
  const edges = nodes.flatMap(({waits}) => waits.flatMap(wait => wait.edges));
  return {
    nodes,
    roots: rootsOf(nodes),
    ...(await confirmed(snapshot, nodes)),
    isFullySeen: !snapshot.ledger.lacks('fd') && !mayEndUnseen(snapshot, edges),
    idleSeconds: await idleSeconds(snapshot, asked, nodes[0]),
  };
}

/** The clock stands still for a thread that has fallen asleep, so that its last run is the begin of its wait, at the latest. */
async function idleSeconds(
  snapshot: Snapshot,
  asked: Process,
  node: ChainNode | undefined,
): Promise<number | null> {
  const wait = node && mainWait(node);
  if (!wait || wait.doing?.kind === 'running') return null;
  const thread = asked.liveThreads().find(({tid}) => tid === wait.tid);
  return thread ? secondsIdle(snapshot, thread) : null;
}

/** Leaves out cycles that are gone at a second look: processes that talk to each other pass through them. */
async function confirmed(
  snapshot: Snapshot,
  nodes: readonly ChainNode[],
): Promise<Pick<WaitChain, 'cycles' | 'deadlocked'>> {
  const free = nodes.map(node => withHandlers(snapshot, node));
  const stuck = deadlocked(free);
  const cycles = cyclesOf(free);
  const locked = cycles.filter(cycle => cycle.every(pid => stuck.has(pid)));
  const lasting = await stillDeadlocked(snapshot, locked);
  const gone = new Set(locked.filter(cycle => !lasting.includes(cycle)));
  const passing = new Set([...gone].flat());
  return {
    cycles: cycles.filter(cycle => !gone.has(cycle)),
    deadlocked: passing.size === 0 ? stuck : deadlocked(free.filter(({pid}) => !passing.has(pid))),
  };
}
