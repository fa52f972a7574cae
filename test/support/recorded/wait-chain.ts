/** Makes chains of waiting out of nothing, for what only tells of them. */
import {found} from '../../../src/kernel/read.ts';
import type {LockLine} from '../../../src/parse/locks/lock-line.ts';
import type {PidStatus} from '../../../src/parse/process/pid-status.ts';
import type {Adoption} from '../../../src/snapshot/families/adoption.ts';
import type {Process} from '../../../src/snapshot/process.ts';
import {cyclesOf, deadlocked, type Edge, rootsOf, type Wait} from '../../../src/snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../../src/snapshot/wait-chain/wait-chain.ts';

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
    tracer: undefined,
    waits,
  };
}

/** One that takes no signal in a special way, unless its status says so. */
export function processOf(pid: number, comm: string, status: Partial<PidStatus> = {}): Process {
  const sets = {ignored: 0n, blocked: 0n, caught: 0n, nspids: [1000 + pid], ...status};
  const read = () => found(sets);
  const stat = {pid, startTicks: pid, state: 'S'};
  const thread = {tid: pid, status: read};
  return {
    pid,
    comm,
    stat,
    status: read,
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
  };
}

export function edge(from: number, to: number | null, rest: Partial<Edge> = {}): Edge {
  return {
    from,
    to,
    kind: 'reads-pipe',
    target: 'pipe:[1]',
    fds: [1],
    certainty: 'proven',
    evidence: ['seen'],
    ...rest,
  };
}

export function wait(tid: number, edges: readonly Edge[], rest: Partial<Wait> = {}): Wait {
  return {
    tid,
    state: 'S',
    syscall: 'read',
    fd: 0,
    target: 'pipe:[1]',
    edges,
    others: [],
    within: false,
    ...rest,
  };
}

export const sleeping = (tid: number) =>
  wait(tid, [], {syscall: 'clock_nanosleep', fd: null, target: null, others: ['time']});

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
