import {orUndefined} from '../../kernel/read.ts';
import {type Adoption, adoptionOf} from '../adoption.ts';
import {candidatesLinkedTo, processesWith} from '../candidates.ts';
import {type OpenFile, openFilesByTarget} from '../holders.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Awaited, type BlockedThread, wakeUps} from './awaited.ts';
import {readBlockedThreads} from './blocked-thread.ts';
import {cyclesOf, deadlocked, type Edge, rootsOf, type Wait, type WaitNode} from './graph.ts';
import {tellingPart} from './same-file.ts';
import type {Found, Search} from './search.ts';
import {Searches} from './searches.ts';
import {readTracer} from './tracers.ts';

/** A process that waits for any of more others than this is not followed to each of them, unless it was asked for. */
const FOLLOWED = 16;

/** A process in the chain. */
export interface ChainNode extends WaitNode {
  readonly process: Process;
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
  readonly cycles: readonly (readonly number[])[];
  /** Those that nobody outside of them could free, unless it is someone who was not seen. */
  readonly deadlocked: ReadonlySet<number>;
  /** Whether the descriptors of every process could be listed, if they were asked for: otherwise one may have what is said to be nobody else's. */
  readonly isFullySeen: boolean;
}

/**
 * Follows what a process waits for to the roots, a level at a time: the descriptors of all processes are
 * looked at once a level, and only where that level waits for something that others may have open.
 */
export async function readWaitChain(snapshot: Snapshot, asked: Process): Promise<WaitChain> {
  const searches = new Searches(snapshot);
  const nodes: ChainNode[] = [];
  const seen = new Set([asked]);
  for (let level = [asked]; level.length > 0; ) {
    const most = nodes.length === 0 ? Number.POSITIVE_INFINITY : FOLLOWED;
    const found = await readLevel(snapshot, level, searches, most);
    nodes.push(...found.map(({node}) => node));
    level = [...new Set(found.flatMap(({enders}) => enders))].filter(process => !seen.has(process));
    for (const process of level) seen.add(process);
  }
  return {
    nodes,
    roots: rootsOf(nodes),
    cycles: cyclesOf(nodes),
    deadlocked: deadlocked(nodes),
    isFullySeen: !snapshot.ledger.unreadable.some(({what}) => what === 'fd'),
  };
}

/** A thread with a search for each thing that can end its wait. */
interface Searched {
  readonly thread: BlockedThread;
  readonly searches: readonly {readonly awaited: Awaited; readonly search: Search}[];
}

async function readLevel(
  snapshot: Snapshot,
  level: readonly Process[],
  searches: Searches,
  most: number,
): Promise<{node: ChainNode; enders: Process[]}[]> {
  const searched = new Map<Process, Searched[]>();
  for (const process of level) searched.set(process, await searchedThreads(snapshot, process, searches));
  const links = [...searched.values()]
    .flat()
    .flatMap(one => one.searches.flatMap(({search}) => search.link ?? []));
  const open = await openFiles(snapshot, links);
  return [...searched].map(([process, threads]) => {
    const found = threads.map(one => ({thread: one.thread, ...summedUp(foundFor(process, one, open), most)}));
    const waits = found.map(one => toWait(process, one.thread, one));
    const enders = found.flatMap(one => one.enders.flatMap(ender => ender.process ?? []));
    return {node: toNode(snapshot, process, waits), enders};
  });
}

function toNode(snapshot: Snapshot, process: Process, waits: readonly Wait[]): ChainNode {
  return {
    pid: process.pid,
    process,
    adoption: adoptionOf(snapshot, process),
    isKernelThread: process.stat.kernelThread,
    tracer: readTracer(snapshot, process),
    waits,
  };
}

async function searchedThreads(
  snapshot: Snapshot,
  process: Process,
  searches: Searches,
): Promise<Searched[]> {
  if (process.pid === observerPid(snapshot)) return [{thread: running(process), searches: []}];
  const threads = readBlockedThreads(snapshot, process).map(async thread => ({
    thread,
    searches: await Promise.all(
      thread.awaited.map(async awaited => ({awaited, search: await searches.of(process, awaited)})),
    ),
  }));
  return Promise.all(threads);
}

/** procdoc itself, as the procfs numbers it: it is not looked into, since it is gone as soon as it has answered. */
function observerPid({source}: Snapshot): number {
  return Number(orUndefined(source.link('self')));
}

function running({pid}: Process): BlockedThread {
  return {tid: pid, state: 'R', syscall: 'running', fd: null, target: null, awaited: []};
}

async function openFiles(snapshot: Snapshot, links: readonly string[]): Promise<Map<string, OpenFile[]>> {
  if (links.length === 0) return new Map();
  const wanted = new Set(links.map(tellingPart));
  const observer = observerPid(snapshot);
  const candidates = candidatesLinkedTo(links, await snapshot.syscalls());
  const processes = candidates ? processesWith(candidates, snapshot) : snapshot.processes();
  const others = processes.filter(({pid, stat}) => pid !== observer && !stat.kernelThread);
  return openFilesByTarget(others, link => wanted.has(tellingPart(link)), candidates);
}

/** All that can end the wait of one thread, each process once for each object. */
function foundFor(
  process: Process,
  {searches}: Searched,
  open: ReadonlyMap<string, readonly OpenFile[]>,
): Found {
  const all = searches.map(({awaited, search}) => withoutOwnEnds(process, awaited, search.find(open)));
  const enders = new Map(
    all.flatMap(({enders}) =>
      enders.map(ender => [`${ender.process?.pid} ${ender.kind} ${ender.target}`, ender] as const),
    ),
  );
  return {enders: [...enders.values()], others: [...new Set(all.flatMap(({others}) => others))]};
}

/** The same, with no more than a word for those who are too many to be followed. */
function summedUp({enders, others}: Found, most: number): Found {
  if (enders.length <= most) return {enders, others};
  return {enders: [], others: [`any of ${enders.length} processes`, ...others]};
}

/** An event loop that watches both ends of a pipe wakes itself up: in a signal handler, or from another thread. */
function withoutOwnEnds(process: Process, awaited: Awaited, found: Found): Found {
  if (!('watched' in awaited) || !awaited.watched) return found;
  const enders = found.enders.filter(ender => ender.process !== process);
  if (enders.length === found.enders.length) return found;
  return {enders, others: [...found.others, wakeUps.pipe]};
}

function toWait({pid}: Process, thread: BlockedThread, {enders, others}: Found): Wait {
  const {tid, state, syscall, fd, target, awaited} = thread;
  const edges = enders.map(({process, ...ender}): Edge => ({from: pid, to: process?.pid ?? null, ...ender}));
  const within = awaited.length > 0 && awaited.every(({kind}) => kind === 'own-thread');
  return {tid, state, syscall, fd, target, edges, others, within};
}
