import {orUndefined} from '../../kernel/read.ts';
import {type BlockingCall, decodeBlockingCall} from '../../parse/calls/blocking-call.ts';
import {readActivity} from '../activity.ts';
import type {FindOpenFiles} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {areStillHeld, readStandstill, type Standstill} from './deadlock.ts';
import type {ProcessNode} from './follow-waits.ts';
import {cyclesOf, type Edge} from './graph.ts';
import {whomToEnd} from './victims.ts';

/** What time or anyone's signal may end. */
const openToOthers: ReadonlySet<BlockingCall['kind']> = new Set(['other', 'signal', 'restarted']);

/** Processes each of which waits for the next, and the last for the first: nobody else could free them. */
export interface WaitCycle {
  readonly members: readonly Process[];
  /** What each of them does, and who could end that: the next one. */
  readonly steps: readonly CycleStep[];
  /** Those to end so that the others go on: all of them where one alone would wait for itself. */
  readonly toEnd: readonly Process[];
  /** How many more wait for one of them, and for nobody else. */
  readonly behind: number;
  /** Whether the descriptors of every process could be listed: otherwise one may have what nobody else seems to have. */
  readonly isFullySeen: boolean;
}

export interface CycleStep {
  readonly process: Process;
  readonly next: Process;
  /** All who could do what it waits for: the next one, and maybe it itself, or one who waits as well. */
  readonly enders: readonly Process[];
  readonly tid: number;
  /** null where that may not be seen. */
  readonly syscall: string | null;
  /** Descriptor that it waits through; null: none. */
  readonly fd: number | null;
  readonly edge: Edge;
  /** What shows that they could, each of them. */
  readonly evidence: readonly string[];
}

/** The circles that these processes are in, or wait for: those that are there at another look, too. */
export async function readWaitCycles(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles?: FindOpenFiles,
): Promise<WaitCycle[]> {
  const waiting = asked.filter(process => waitsForOthers(snapshot, process));
  const standstill = await readStandstill(snapshot, waiting, openFiles);
  const circles = cyclesOf([...standstill.nodes.values()]);
  const stood: WaitCycle[] = [];
  for (const circle of circles.filter(pids => pids.every(pid => standstill.held.has(pid)))) {
    if (await areStillHeld(snapshot, circle)) stood.push(toCycle(snapshot, circle, standstill));
  }
  return stood;
}

function toCycle(snapshot: Snapshot, circle: readonly number[], {nodes, held}: Standstill): WaitCycle {
  const members = circle.flatMap(pid => nodes.get(pid) ?? []);
  const all = [...nodes.values()];
  return {
    members: members.map(({process}) => process),
    steps: members.flatMap((node, at) => stepTo(members[(at + 1) % members.length], node, nodes) ?? []),
    toEnd: whomToEnd(all, circle).flatMap(pid => nodes.get(pid)?.process ?? []),
    behind: countBehind(
      circle,
      all.filter(({pid}) => held.has(pid)),
    ),
    isFullySeen: !snapshot.ledger.lacks('fd'),
  };
}

function stepTo(
  next: ProcessNode | undefined,
  {process, waits}: ProcessNode,
  nodes: ReadonlyMap<number, ProcessNode>,
): CycleStep | undefined {
  if (!next) return undefined;
  for (const {tid, syscall, fd, edges} of waits) {
    const edge = edges.find(({to}) => to === next.pid);
    if (!edge) continue;
    const alike = edges.filter(({kind, target}) => kind === edge.kind && target === edge.target);
    const others = alike.flatMap(({to}) => (to === null ? [] : (nodes.get(to)?.process ?? [])));
    const enders = [...new Set([next.process, ...others])];
    const evidence = alike.flatMap(one => one.evidence);
    return {process, next: next.process, enders, tid, syscall, fd, edge, evidence};
  }
  return undefined;
}

/** How many of these wait for a circle, or for one who does. */
function countBehind(circle: readonly number[], nodes: readonly ProcessNode[]): number {
  const caught = new Set(circle);
  for (let before = 0; before !== caught.size; ) {
    before = caught.size;
    for (const {pid, waits} of nodes)
      if (waits.some(({edges}) => edges.some(({to}) => to !== null && caught.has(to)))) caught.add(pid);
  }
  return caught.size - circle.length;
}

/**
 * Whether every thread of a process sleeps in a call that, as far as its number and arguments tell, only others can
 * end, and one of them in a read or write, a wait for a lock or for a child. A look at its descriptors would cost more.
 */
function waitsForOthers(snapshot: Snapshot, process: Process): boolean {
  const {kernelThread, state} = process.stat;
  if (kernelThread || state === 'R' || process.isZombie()) return false;
  let waits = false;
  for (const thread of process.liveThreads()) {
    const {doing} = readActivity(snapshot, thread);
    const call = orUndefined(thread.syscall());
    const blocking = doing && call?.kind === 'in-syscall' ? decodeBlockingCall(doing, call.args) : undefined;
    if (!blocking || openToOthers.has(blocking.kind) || ('timed' in blocking && blocking.timed)) return false;
    waits ||= ['descriptors', 'connect', 'lock', 'children'].includes(blocking.kind);
  }
  return waits;
}
