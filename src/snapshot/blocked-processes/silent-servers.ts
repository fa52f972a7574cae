import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import {groupBy} from '../group-by.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import type {Process} from '../process.ts';
import {sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {isInFuseRequest} from '../wait-chain/awaited-by-channel.ts';
import type {Edge} from '../wait-chain/edge.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';
import {FUSE_DEVICE} from '../wait-chain/fuse-servers.ts';
import {type Stall, stallOf} from './stalled.ts';

/** How long a request may take of a server that runs: one on a network may be slow. In seconds. */
const LONGEST_ANSWER = 10;

/** A server of a FUSE file system that doesn't answer, and who waits for it. */
export interface SilentServer {
  readonly server: Process;
  /** Undefined: it can run, and still doesn't answer. */
  readonly stall: Stall | undefined;
  readonly waiters: readonly [ServerWait, ...ServerWait[]];
  /** Whether a second look has shown that none of the waiters has run; undefined where there is none. */
  readonly isLasting: true | undefined;
}

/** A thread that sleeps in a request to a FUSE file system. */
export interface ServerWait {
  readonly process: Process;
  readonly thread: Thread;
  readonly edge: Edge;
  /** For how long it has slept so; null where the kernel doesn't show it. */
  readonly seconds: number | null;
}

/** The FUSE servers that processes wait for in vain: stopped or frozen ones, and those that take long over one request. */
export async function readSilentServers(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles: EveryOpenFile,
): Promise<SilentServer[]> {
  const blocked = (await fuseServers(openFiles)).size === 0 ? [] : asked.filter(isInRequest);
  const nodes: ProcessNode[] = [];
  for await (const node of followWaits(snapshot, blocked, {
    openFiles,
    isFollowed: () => false,
  }))
    nodes.push(node);
  const threads = nodes.flatMap(({process}) => process.liveThreads());
  const secondsOf = await secondsSinceLastRun(snapshot, threads);
  const waits = nodes.flatMap(({process, waits}) =>
    waits.flatMap(({tid, edges}): ServerWait[] => {
      const thread = process.liveThreads().find(one => one.tid === tid);
      const seconds = thread ? secondsOf(thread) : null;
      const edge = silentAmong(snapshot, edges, seconds);
      return thread && edge ? [{process, thread, edge, seconds}] : [];
    }),
  );
  const found = await Promise.all(
    [...groupBy(waits, ({edge}) => edge.to)].map(async ([pid, own]): Promise<SilentServer[]> => {
      const server = pid === null ? undefined : snapshot.find(pid);
      const isLasting = snapshot.machine.recorded ? undefined : true;
      const [first, ...more] = isLasting ? await stillBlocked(snapshot, own) : own;
      if (!server || !first) return [];
      return [{server, stall: stallOf(snapshot, server), waiters: [first, ...more], isLasting}];
    }),
  );
  return found.flat();
}

/** The processes that serve a FUSE file system. */
export async function fuseServers(openFiles: EveryOpenFile): Promise<ReadonlySet<Process>> {
  const open = (await openFiles()).linkedTo(FUSE_DEVICE);
  return new Set(open.map(({process}) => process));
}

function isInRequest(process: Process): boolean {
  const {state} = process.stat;
  if (state !== 'S' && state !== 'D') return false;
  return process.liveThreads().some(isInFuseRequest);
}

/**
 * The server that likely doesn't answer: which of several a process asks isn't visible, so that one of them that can't
 * run is it, and one that runs only where it is the only one.
 */
function silentAmong(snapshot: Snapshot, edges: readonly Edge[], seconds: number | null): Edge | undefined {
  const servers = edges.filter(({kind}) => kind === 'waits-for-server');
  const stalled = servers.find(({to}) => {
    const server = to === null ? undefined : snapshot.find(to);
    return server && stallOf(snapshot, server) !== undefined;
  });
  const [only, ...more] = servers;
  return stalled ?? (more.length === 0 && (seconds ?? 0) >= LONGEST_ANSWER ? only : undefined);
}

/** The waiters that have not run until a second look: one that is killed meanwhile doesn't show that another has its answer. */
async function stillBlocked(snapshot: Snapshot, waits: readonly ServerWait[]): Promise<ServerWait[]> {
  const answers = await Promise.all(
    waits.map(({process, thread}) => sleptThrough(snapshot, process, {asked: [thread]})),
  );
  return waits.filter((_, at) => answers[at] === true);
}
