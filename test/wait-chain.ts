/** Makes chains of waiting out of nothing, for what only tells of them. */
import type {Adoption} from '../src/snapshot/adoption.ts';
import type {Process} from '../src/snapshot/process.ts';
import {cyclesOf, deadlocked, type Edge, rootsOf, type Wait} from '../src/snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../src/snapshot/wait-chain/wait-chain.ts';

export function node(
  pid: number,
  comm: string,
  waits: readonly Wait[],
  adoption: Adoption = 'own-child',
): ChainNode {
  return {
    pid,
    process: {pid, comm, stat: {pid, startTicks: pid}} as Process,
    adoption,
    isKernelThread: false,
    tracer: undefined,
    waits,
  };
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
