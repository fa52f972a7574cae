import {orUndefined} from '../../kernel/read.ts';
import {type Adoption, Adoptions} from '../adoption.ts';
import {candidatesLinkedTo, othersWith} from '../candidates.ts';
import {type FindOpenFiles, type OpenFile, openFilesByTarget} from '../holders.ts';
import {nearRelatives} from '../near-relatives.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Awaited, type BlockedThread, wakeUps} from './awaited.ts';
import {readBlockedThreads} from './blocked-thread.ts';
import type {Edge, Wait, WaitNode} from './graph.ts';
import {tellingPart} from './same-file.ts';
import type {Found, Search} from './search.ts';
import {Searches} from './searches.ts';
import {readTracer} from './tracers.ts';

/** A process that waits for any of more others than this is not followed to each of them, unless it was asked for. */
export const FOLLOWED = 16;

/** A process in the chain. */
export interface ChainNode extends WaitNode {
  readonly process: Process;
  readonly adoption: Adoption;
  readonly isKernelThread: boolean;
  /** Who traces it, which is no reason to wait as long as it is not stopped for that. */
  readonly tracer: Process | undefined;
}

/** A thread with a search for each thing that can end its wait. */
interface Searched {
  readonly thread: BlockedThread;
  readonly searches: readonly {readonly awaited: Awaited; readonly search: Search}[];
}

/** Reads what processes wait for, and who can end that, many at a time: they share one look at all descriptors. */
export class LevelReader {
  readonly #snapshot: Snapshot;
  readonly #searches: Searches;
  #adoptions: Adoptions | undefined;
  readonly #openFiles: FindOpenFiles | undefined;
  readonly #searched = new Map<Process, Promise<Searched[]>>();
  /** Those of all levels so far, with their relatives. */
  readonly #near = new Set<Process>();
  readonly #lookedFor = new Set<string>();
  readonly #found = new Map<string, readonly OpenFile[]>();

  /** @param openFiles the descriptors that matter are looked for anew at each level, if not given */
  constructor(snapshot: Snapshot, openFiles?: FindOpenFiles) {
    this.#snapshot = snapshot;
    this.#searches = new Searches(snapshot);
    this.#openFiles = openFiles;
  }

  /** @param most a wait that any of more others can end is summed up in a word */
  async read(level: readonly Process[], most: number): Promise<{node: ChainNode; enders: Process[]}[]> {
    this.#adoptions ??= new Adoptions(this.#snapshot, await this.#snapshot.syscalls());
    const adoptions = this.#adoptions;
    const searched = new Map<Process, Searched[]>();
    for (const process of level) searched.set(process, await this.#searchesOf(process));
    const open = await this.#openFilesLinked(linksOf([...searched.values()].flat()), level);
    return [...searched].map(([process, threads]) => {
      const found = threads.map(one => ({
        thread: one.thread,
        ...summedUp(foundFor(process, one, open), most),
      }));
      const waits = found.map(one => toWait(process, one.thread, one));
      const enders = found.flatMap(one => one.enders.flatMap(ender => ender.process ?? []));
      return {node: toNode(this.#snapshot, process, adoptions.of(process), waits), enders};
    });
  }

  async #openFilesLinked(
    links: readonly string[],
    level: readonly Process[],
  ): Promise<ReadonlyMap<string, readonly OpenFile[]>> {
    const parts = links.map(tellingPart);
    if (this.#openFiles) {
      const wanted = new Set(parts);
      return links.length === 0 ? new Map() : this.#openFiles(link => wanted.has(tellingPart(link)));
    }
    if (!parts.every(part => this.#lookedFor.has(part))) await this.#lookFor(links, level);
    return this.#found;
  }

  async #lookFor(links: readonly string[], level: readonly Process[]): Promise<void> {
    const snapshot = this.#snapshot;
    const relatives = level.flatMap(process => nearRelatives(snapshot, process));
    for (const process of [...level, ...relatives]) this.#near.add(process);
    const isNew = (link: string) => !this.#lookedFor.has(tellingPart(link));
    const asked = {
      links: links.filter(isNew),
      guessed: (await this.#linksOf(relatives)).filter(isNew),
      near: [...this.#near],
    };
    const found = candidatesLinkedTo(snapshot, asked, await snapshot.syscalls());
    const wanted = new Set((found?.links ?? [...asked.links, ...asked.guessed]).map(tellingPart));
    const others = found ? othersWith(found.candidates, snapshot) : snapshot.others();
    const open = openFilesByTarget(others, link => wanted.has(tellingPart(link)), found?.candidates);
    for (const part of wanted) this.#lookedFor.add(part);
    for (const [link, files] of open) this.#found.set(link, files);
  }

  /**
   * What relatives of those asked for wait for: a chain mostly stays in the family, so that one look at the
   * machine's descriptors serves more than one level.
   */
  async #linksOf(relatives: readonly Process[]): Promise<string[]> {
    const searched = await Promise.all([...new Set(relatives)].map(process => this.#searchesOf(process)));
    // A path is looked for in every link, a pipe or socket where the kernel tells: not both for a guess.
    return linksOf(searched.flat()).filter(link => !link.startsWith('/'));
  }

  #searchesOf(process: Process): Promise<Searched[]> {
    const searched = this.#searched.get(process) ?? this.#searchedThreads(process);
    this.#searched.set(process, searched);
    return searched;
  }

  async #searchedThreads(process: Process): Promise<Searched[]> {
    const snapshot = this.#snapshot;
    if (process.pid === observerPid(snapshot)) return [{thread: running(process), searches: []}];
    const threads = readBlockedThreads(snapshot, process).map(async thread => ({
      thread,
      searches: await Promise.all(
        thread.awaited.map(async awaited => ({
          awaited,
          search: await this.#searches.of(process, awaited),
        })),
      ),
    }));
    return Promise.all(threads);
  }
}

function linksOf(searched: readonly Searched[]): string[] {
  return searched.flatMap(one => one.searches.flatMap(({search}) => search.link ?? []));
}

function toNode(snapshot: Snapshot, process: Process, adoption: Adoption, waits: readonly Wait[]): ChainNode {
  return {
    pid: process.pid,
    process,
    adoption,
    isKernelThread: process.stat.kernelThread,
    tracer: readTracer(snapshot, process),
    waits,
  };
}

/** procdoc itself, as the procfs numbers it: it is not looked into, since it is gone as soon as it has answered. */
function observerPid({source}: Snapshot): number {
  return Number(orUndefined(source.link('self')));
}

function running({pid}: Process): BlockedThread {
  return {tid: pid, state: 'R', syscall: 'running', fd: null, target: null, awaited: []};
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
