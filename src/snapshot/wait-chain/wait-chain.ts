import {type Adoption, Adoptions} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {areStillHeld} from './deadlock.ts';
import {followWaits, type ProcessNode} from './follow-waits.ts';
import {cyclesOf, deadlocked, rootsOf} from './graph.ts';
import {readTracer} from './tracers.ts';

/** A process in the chain, with what else is told of it. */
export interface ChainNode extends ProcessNode {
  readonly adoption: Adoption;
  readonly isKernelThread: boolean;
  /** Who traces it, which is no reason to wait as long as it is not stopped for that. */
  readonly tracer: Process | undefined;
}

/** What a process waits for, what that waits for, and so on. */
export interface WaitChain {
  /** The one that was asked for first; then by distance. */
  readonly nodes: readonly ChainNode[];
  readonly roots: readonly number[];
  /** Those of deadlocked processes are there at another look, too; the others are so at this moment. */
  readonly cycles: readonly (readonly number[])[];
  /** Those that nobody outside of them could free, unless it is someone who was not seen. */
  readonly deadlocked: ReadonlySet<number>;
  /** Whether the descriptors of every process could be listed, if they were asked for: otherwise one may have what is said to be nobody else's. */
  readonly isFullySeen: boolean;
}

/** Follows what a process waits for to the roots. */
export async function readWaitChain(snapshot: Snapshot, asked: Process): Promise<WaitChain> {
  const adoptions = new Adoptions(snapshot, await snapshot.syscalls());
  const nodes: ChainNode[] = [];
  for await (const node of followWaits(snapshot, [asked], {mostOfAsked: Number.POSITIVE_INFINITY})) {
    const {process} = node;
    nodes.push({
      ...node,
      adoption: adoptions.of(process),
      isKernelThread: process.stat.kernelThread,
      tracer: readTracer(snapshot, process),
    });
  }
  return {
    nodes,
    roots: rootsOf(nodes),
    ...(await confirmed(snapshot, nodes)),
    isFullySeen: !snapshot.ledger.lacks('fd'),
  };
}

/** Without the circles of those that were only passing through one: they talk to each other. */
async function confirmed(
  snapshot: Snapshot,
  nodes: readonly ChainNode[],
): Promise<Pick<WaitChain, 'cycles' | 'deadlocked'>> {
  const held = deadlocked(nodes);
  const cycles: number[][] = [];
  const passing = new Set<number>();
  for (const cycle of cyclesOf(nodes)) {
    const stands = !cycle.every(pid => held.has(pid)) || (await areStillHeld(snapshot, cycle));
    if (stands) cycles.push(cycle);
    else for (const pid of cycle) passing.add(pid);
  }
  return {
    cycles,
    deadlocked: passing.size === 0 ? held : deadlocked(nodes.filter(({pid}) => !passing.has(pid))),
  };
}
