/** Makes chains of waits without a machine, for tests of the words about them. */
import {found, unreadable} from '../../../src/kernel/read.ts';
import type {LockLine} from '../../../src/parse/locks/lock-line.ts';
import type {PidStatus} from '../../../src/parse/process/pid-status.ts';
import type {Doing} from '../../../src/snapshot/activity.ts';
import type {ChainNode, WaitChain} from '../../../src/snapshot/blocked-processes/wait-chain.ts';
import {seenAt} from '../../../src/snapshot/evidence.ts';
import type {Adoption} from '../../../src/snapshot/families/adoption.ts';
import type {Process} from '../../../src/snapshot/process.ts';
import {HERE} from '../../../src/snapshot/vantage.ts';
import type {Edge, EdgeTarget} from '../../../src/snapshot/wait-chain/edge.ts';
import {cyclesOf, deadlocked, rootsOf, type Wait} from '../../../src/snapshot/wait-chain/graph.ts';

export function node(
  pid: number,
  comm: string,
  waits: readonly Wait[],
  adoption: Adoption = 'own-child',
): ChainNode {
  return {
    pid,
    process: processOf(pid, comm),
    adoption,
    isKernelThread: false,
    mayTimerWake: false,
    isObserver: false,
    isZombie: waits.length === 0,
    tracer: undefined,
    waits,
  };
}

/** A process that takes no signal in a special way, unless its status says so. */
export function processOf(pid: number, comm: string, status: Partial<PidStatus> = {}): Process {
  const sets = {ignored: 0n, blocked: 0n, caught: 0n, nspids: [1000 + pid], ...status};
  const read = () => found(sets);
  const stat = {pid, startTicks: pid, state: 'S'};
  const thread = {tid: pid, status: read, waitChannel: () => undefined};
  return {
    pid,
    comm,
    vantage: HERE,
    stat,
    status: read,
    exe: () => unreadable('EACCES'),
    argv: () => found([comm]),
    liveThreads: () => [thread],
    descriptors: () => found([]),
  } as unknown as Process;
}

export function chain(...nodes: ChainNode[]): WaitChain {
  return {
    nodes,
    roots: rootsOf(nodes),
    cycles: cyclesOf(nodes),
    deadlocked: deadlocked(nodes),
    isFullySeen: true,
    idleSeconds: null,
  };
}

export function link(target: string): EdgeTarget {
  return {kind: 'link', link: target};
}

export function connection(local: string, remote: string): EdgeTarget {
  return {kind: 'connection', local, remote};
}

export function edge(from: number, to: number | null, rest: Partial<Edge> = {}): Edge {
  return {
    from,
    to,
    kind: 'reads-pipe',
    target: link('pipe:[1]'),
    fds: [1],
    certainty: 'proven',
    evidence: [seenAt('/proc/7/fd/1', null, 'seen')],
    ...rest,
  };
}

export function inCall(name: string): Doing {
  return {kind: 'in-call', number: 0, name};
}

export function wait(tid: number, edges: readonly Edge[], rest: Partial<Wait> = {}): Wait {
  return {
    tid,
    state: 'S',
    doing: inCall('read'),
    fd: 0,
    target: 'pipe:[1]',
    address: 'pipe:[1]',
    edges,
    others: [],
    isInternal: false,
    ...rest,
  };
}

export const sleeping = (tid: number) =>
  wait(tid, [], {
    doing: inCall('clock_nanosleep'),
    fd: null,
    target: null,
    address: null,
    others: [{kind: 'time'}],
  });

/** An exclusive flock that process 2 took. */
export const flockLine: LockLine = {
  class: 'flock',
  mode: 'write',
  granted: true,
  breaking: false,
  acquirerPid: 2,
  device: '8:1',
  inode: 7,
  start: 0,
  end: null,
};
