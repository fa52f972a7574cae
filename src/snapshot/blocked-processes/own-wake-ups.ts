import {activitiesOf} from '../activities.ts';
import {mayActInHandler} from '../signals/own-handlers.ts';
import type {Snapshot} from '../snapshot.ts';
import type {EdgeKind} from '../wait-chain/edge.ts';
import type {ProcessNode} from '../wait-chain/follow-waits.ts';
import type {Wait} from '../wait-chain/graph.ts';

/** Waits for data, which may stay away for as long as nobody has any to send. */
const forData: ReadonlySet<EdgeKind> = new Set(['reads-pipe', 'connects-to', 'reads-eventfd', 'reads-queue']);

/** Calls that wait until another process has read, which is not what a signal handler does. */
const writingCall = /^(?:p?write|send)/;

/** A timer may end each wait of a process that has one, as alarm(2) does for flock(1) with --wait. */
export function withTimers(snapshot: Snapshot, node: ProcessNode): ProcessNode {
  if (!activitiesOf(snapshot, node.process).mayTimerWake()) return node;
  return {...node, waits: node.waits.map(wait => ({...wait, others: [...wait.others, {kind: 'time'}]}))};
}

/**
 * A process that handles signals may send data in a handler, whatever it waits for: a supervisor in wait(2) sends its worker
 * commands so. Whoever waits for data from one is in no deadlock with it.
 */
export function withHandlers(snapshot: Snapshot, node: ProcessNode): ProcessNode {
  const mayBeSentData = ({edges, doing}: Wait) =>
    !(doing?.kind === 'in-call' && writingCall.test(doing.name ?? '')) &&
    edges.some(({kind, to}) => forData.has(kind) && to !== null && to !== node.pid && mayAct(snapshot, to));
  if (!node.waits.some(mayBeSentData)) return node;
  return {
    ...node,
    waits: node.waits.map(wait =>
      mayBeSentData(wait) ? {...wait, others: [...wait.others, {kind: 'signal'}]} : wait,
    ),
  };
}

function mayAct(snapshot: Snapshot, pid: number): boolean {
  const process = snapshot.find(pid);
  return process !== undefined && mayActInHandler(process);
}
