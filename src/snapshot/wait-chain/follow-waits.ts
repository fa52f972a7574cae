import type {EveryOpenFile, OpenFileIndex} from '../descriptors/open-file-index.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {mayHandleSignals} from '../signals/own-handlers.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited, BlockedThread} from './awaited.ts';
import {type Edge, targetKey} from './edge.ts';
import type {Wait, WaitNode} from './graph.ts';
import {LinkedFiles} from './linked-files.ts';
import type {Ender, Found} from './search.ts';
import {linksOf, type SearchedThread, SearchedThreads} from './searches.ts';
import type {WakeUp} from './wake-up.ts';

/** A process that waits for any of more others than this is not followed to them, unless it is one of the asked. */
const FOLLOWED = 16;

/** A process in the graph. */
export interface ProcessNode extends WaitNode {
  readonly process: Process;
}

/** How far waits are followed. */
export interface Following {
  /** The descriptors of all processes; if not given, each level searches for those that matter. */
  readonly openFiles?: EveryOpenFile | undefined;
  /** The limit for the waits of the asked processes, in place of FOLLOWED. */
  readonly mostOfAsked?: number;
  /**
   * Whether to see if a process that sleeps polls for a lock, and who else has the eventfd of an event loop: that takes a
   * while for each.
   */
  readonly isThorough?: boolean;
  /** Whether the processes are looked at that can end this one's waits. */
  readonly isFollowed?: (node: ProcessNode) => boolean;
}

/**
 * What processes wait for, what that waits for, and so on: each process once, the asked ones first, then by distance.
 * They are read a level at a time, so that the waits of a level share one look at the descriptors of all processes,
 * which is taken only if one of them waits for something that others may have open.
 */
export async function* followWaits(
  snapshot: Snapshot,
  asked: readonly Process[],
  {openFiles, mostOfAsked = FOLLOWED, isFollowed = () => true, isThorough = false}: Following = {},
): AsyncGenerator<ProcessNode, void> {
  const threads = new SearchedThreads(snapshot, isThorough);
  const files = new LinkedFiles(snapshot, threads, openFiles);
  const seen = new Set(asked);
  for (let level = [...seen], most = mostOfAsked; level.length > 0; most = FOLLOWED) {
    const next: Process[] = [];
    // Where every descriptor is known, nothing is kept of how a process was searched: a level may be the whole machine.
    for (const group of openFiles ? level.map(process => [process]) : [level]) {
      const searched = new Map<Process, readonly SearchedThread[]>();
      for (const process of group)
        searched.set(process, await (openFiles ? threads.read(process) : threads.of(process)));
      const open = await files.of(linksOf([...searched.values()].flat()), group);
      for (const [process, own] of searched) {
        const found = own.map(one => ({...one, ...limited(foundFor(process, one, open, most), most)}));
        const node = {pid: process.pid, process, waits: found.map(one => toWait(process, one.thread, one))};
        yield node;
        if (!isFollowed(node)) continue;
        const enders = found.flatMap(one => one.enders.flatMap(ender => ender.process ?? []));
        for (const ender of enders) {
          if (!seen.has(ender)) next.push(ender);
          seen.add(ender);
        }
      }
    }
    level = next;
  }
}

/** Everything that can end the wait of one thread, each process once for each object. */
function foundFor(process: Process, {searches}: SearchedThread, open: OpenFileIndex, most: number): Found {
  const found = searches.map(({awaited, search}) => ({
    awaited,
    ...withoutOwnEnds(process, awaited, search.find(open, most)),
  }));
  const outside = found.filter(({awaited}) => awaited.kind !== 'child-of-loop');
  const all = outside.every(isInward) ? found : outside;
  return {
    enders: withoutDoubles(all.flatMap(({enders}) => enders)),
    others: distinct(all.flatMap(({others}) => others)),
  };
}

/** Each process once for each object, with all that it may do there. */
function withoutDoubles(enders: readonly Ender[]): Ender[] {
  // Thousands may have one object: its key is made once, and nothing is kept for each but its place.
  const keyOf = onceEach(targetKey);
  const placesAt = onceEach((_: string) => new Map<Process | undefined, number>());
  const distinct: Ender[] = [];
  for (const ender of enders) {
    const places = placesAt(`${ender.kind} ${keyOf(ender.target)}`);
    const place = places.get(ender.process) ?? distinct.length;
    const known = distinct[place];
    const acts = known ? [...new Set([...(known.acts ?? []), ...(ender.acts ?? [])])] : ender.acts;
    distinct[place] = known ? {...ender, ...(acts && {acts})} : ender;
    places.set(ender.process, place);
  }
  return distinct;
}

/** What a process can do to itself, and does whatever it waits for. */
const INWARD: ReadonlySet<WakeUp['kind']> = new Set(['eventfd', 'own-thread', 'self-pipe', 'time']);

function isInward({enders, others}: Found): boolean {
  return enders.length === 0 && others.every(({kind}) => INWARD.has(kind));
}

function distinct(others: readonly WakeUp[]): WakeUp[] {
  return [...new Map(others.map(one => [JSON.stringify(one), one])).values()];
}

/** Processes that are too many to be followed are only counted. */
function limited({enders, others}: Found, most: number): Found {
  if (enders.length <= most) return {enders, others};
  return {enders: [], others: [{kind: 'many-processes', count: enders.length}, ...others]};
}

/**
 * An event loop that watches both ends of a pipe wakes itself up: in a signal handler, or from another thread. So does a
 * program that reads a pipe, a socket, an eventfd or a queue, to sleep until a handler of its own has written to it.
 */
function withoutOwnEnds(process: Process, awaited: Awaited, found: Found): Found {
  if (!('watched' in awaited)) return found;
  if (!awaited.watched && !(awaited.direction === 'read' && mayHandleSignals(process))) return found;
  const enders = found.enders.filter(ender => ender.process !== process);
  if (enders.length === found.enders.length) return found;
  return {enders, others: [...found.others, {kind: 'self-pipe'}]};
}

function toWait({pid}: Process, thread: BlockedThread, {enders, others}: Found): Wait {
  const {tid, state, doing, fd, target, address, awaited} = thread;
  const edges = enders.map(({process, ...ender}): Edge => ({from: pid, to: process?.pid ?? null, ...ender}));
  const isInternal =
    awaited.length > 0 && awaited.every(one => one.kind === 'own-thread' && one.memory !== 'shared');
  return {tid, state, doing, fd, target, address, edges, others, isInternal};
}
