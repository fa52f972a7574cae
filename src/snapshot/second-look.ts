import {setTimeout as sleep} from 'node:timers/promises';
import {monotonicMs} from '../kernel/monotonic-ms.ts';
import {orUndefined} from '../kernel/read.ts';
import {oncePer} from './once.ts';
import {isSame, type Process} from './process.ts';
import {KernelStat} from './process-table/kernel-stat.ts';
import type {Snapshot} from './snapshot.ts';
import type {Thread} from './thread.ts';

/** How far apart the two looks are at least, in milliseconds: a shell between two commands is done by then. */
const APART_MS = 250;

/** A look that is waited for, and until when, by monotonicMs(). */
interface Awaited {
  until: number;
  readonly taken: Promise<Snapshot>;
}

/** The looks that are waited for, by how far apart they are to be. */
const later = oncePer((_: Snapshot) => new Map<number, Awaited>());

/**
 * A second look at the machine, a while after the first one: a state that is seen once is that of a moment, and a snapshot
 * reads a file only when it is asked about it, so what is to be compared has to be read before the call. Who calls before
 * the look is taken shares it. Undefined for a recording, which is the same at any moment.
 * @param firstMs when what is to be compared was read, by monotonicMs(): see `readAtMs`
 */
export function secondLook(
  snapshot: Snapshot,
  apartMs = APART_MS,
  firstMs = monotonicMs(),
): Promise<Snapshot> | undefined {
  if (snapshot.machine.recorded) return undefined;
  const known = later(snapshot);
  const awaited = known.get(apartMs) ?? {until: 0, taken: lookAgain(snapshot, apartMs)};
  known.set(apartMs, awaited);
  awaited.until = Math.max(awaited.until, firstMs + apartMs);
  return awaited.taken;
}

async function lookAgain(snapshot: Snapshot, apartMs: number): Promise<Snapshot> {
  const known = later(snapshot);
  // Until when, is set when this function has first returned.
  await Promise.resolve();
  const left = () => (known.get(apartMs)?.until ?? 0) - monotonicMs();
  for (let ms = left(); ms > 0; ms = left()) await sleep(ms);
  known.delete(apartMs);
  return snapshot.again();
}

/** When these threads were looked at, by monotonicMs(): with the whole machine, or just now. */
export function readAtMs({table}: Snapshot, threads: readonly Thread[]): number {
  const isOfTable = threads.length > 0 && threads.every(({stat}) => stat instanceof KernelStat);
  return table && isOfTable ? table.lookedAtMs : monotonicMs();
}

/** Which threads matter, and how far apart the looks are. */
export interface Sleepers {
  /** Without, all threads matter, and none may be new. */
  readonly asked?: readonly Thread[];
  readonly apartMs?: number | undefined;
  /** See `secondLook`. */
  readonly firstMs?: number;
}

/**
 * Whether a process slept through, from before the first look to after the second: every thread it had is still there, and
 * none was switched out in between (status, since Linux 2.6.23), so that no mask, call or disposition of it has changed.
 * null where there is no second look, or the counts can't be read.
 */
export async function sleptThrough(
  snapshot: Snapshot,
  process: Process,
  {asked, apartMs, firstMs}: Sleepers = {},
): Promise<boolean | null> {
  const threads = asked ?? process.liveThreads();
  if (threads.some(({stat}) => stat.state === 'R')) return false;
  const before = switchesOf(threads);
  if (!before) return null;
  const second = await secondLook(snapshot, apartMs, firstMs);
  if (!second) return null;
  const now = second.find(process.pid);
  if (!now || !isSame(now, process)) return false;
  const after = switchesOf(now.liveThreads()) ?? [];
  return (
    (asked !== undefined || before.length === after.length) && before.every(each => after.includes(each))
  );
}

/**
 * What a look shows of how often the threads of processes were switched out, by pid; a process is left out where that can't be
 * read. What is equal at another look has the same threads, and none of them has run in between.
 */
export function switchesAt(look: Snapshot, pids: readonly number[]): ReadonlyMap<number, string> {
  return new Map(
    pids.flatMap(pid => {
      const switches = switchesOf(look.find(pid)?.liveThreads() ?? []);
      return switches ? [[pid, switches.join()] as const] : [];
    }),
  );
}

/** Each thread by its id and start, with how often it was switched out; undefined without any, or where one can't be read. */
function switchesOf(threads: readonly Thread[]): readonly string[] | undefined {
  const all = threads.flatMap(thread => {
    const switches = orUndefined(thread.status())?.contextSwitches;
    return switches === undefined ? [] : [`${thread.tid} ${thread.stat.startTicks} ${switches}`];
  });
  return all.length > 0 && all.length === threads.length ? all : undefined;
}
