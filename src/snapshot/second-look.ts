import {setTimeout as sleep} from 'node:timers/promises';
import {orUndefined} from '../kernel/read.ts';
import {oncePer} from './once.ts';
import {isSame, type Process, type Thread} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** How far apart the two looks are at least, in milliseconds: a shell between two commands is done by then. */
const APART_MS = 250;

const later = oncePer((_: Snapshot) => new Map<number, Promise<Snapshot>>());

/**
 * A second look at the machine, a while after the first, and one for every question: a state that is seen once is that of
 * a moment. Undefined for a recording, which is the same at any moment.
 */
export function secondLook(snapshot: Snapshot, apartMs = APART_MS): Promise<Snapshot> | undefined {
  if (snapshot.machine.recorded) return undefined;
  const known = later(snapshot);
  const taken = known.get(apartMs) ?? lookAgain(snapshot, apartMs);
  known.set(apartMs, taken);
  return taken;
}

async function lookAgain(snapshot: Snapshot, apartMs: number): Promise<Snapshot> {
  const gone = snapshot.machine.host.now() - snapshot.takenAtMs();
  await sleep(Math.max(0, apartMs - gone));
  return snapshot.again();
}

/**
 * Whether a process slept through, from before the first look to after the second: every thread it had is still there, and
 * none was switched out in between (status, since Linux 2.6.23), so that no mask, call or disposition of it has changed.
 * null where there is no second look, or the counts can't be read.
 */
export async function sleptThrough(
  snapshot: Snapshot,
  process: Process,
  apartMs = APART_MS,
): Promise<boolean | null> {
  if (process.liveThreads().some(({stat}) => stat.state === 'R')) return false;
  const before = process.liveThreads().map(switchesOf);
  if (before.length === 0 || before.includes(undefined)) return null;
  const second = await secondLook(snapshot, apartMs);
  if (!second) return null;
  const now = second.find(process.pid);
  if (!now || !isSame(now, process)) return false;
  const after = now.liveThreads().map(switchesOf);
  return before.length === after.length && before.every((thread, at) => thread === after[at]);
}

/** A thread by its id and start, with how often it was switched out; undefined where that can't be read. */
function switchesOf(thread: Thread): string | undefined {
  const switches = orUndefined(thread.status())?.contextSwitches;
  return switches === undefined ? undefined : `${thread.tid} ${thread.stat.startTicks} ${switches}`;
}
