import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import type {FindOpenFiles} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {followWaits, type ProcessNode} from './follow-waits.ts';
import {couldBeHeld, deadlocked} from './graph.ts';

/** What some processes wait for, and what that waits for, as far as it could be held. */
export interface Standstill {
  readonly nodes: ReadonlyMap<number, ProcessNode>;
  /** Those that nobody outside of them could free. */
  readonly held: ReadonlySet<number>;
}

/**
 * Only what could be held is followed: a process that time, a signal or a stranger may wake up is where a
 * search ends, so that few are looked at on a machine at work.
 */
export async function readStandstill(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles?: FindOpenFiles,
): Promise<Standstill> {
  const nodes = new Map<number, ProcessNode>();
  for await (const node of followWaits(snapshot, asked, {openFiles, isFollowed: couldBeHeld}))
    nodes.set(node.pid, node);
  return {nodes, held: deadlocked([...nodes.values()])};
}

/**
 * Whether processes are held at another look as well, and none of their threads has run between. Two that talk to
 * each other may each be seen to wait at its own moment. A thread that has not been switched out between two
 * looks has slept from before the first to after the second.
 */
export async function areStillHeld(snapshot: Snapshot, pids: readonly number[]): Promise<boolean> {
  const before = switchesOf(snapshot.again(), pids);
  const look = snapshot.again();
  const {held} = await readStandstill(
    look,
    pids.flatMap(pid => look.find(pid) ?? []),
  );
  return pids.every(pid => held.has(pid)) && isDeepStrictEqual(before, switchesOf(snapshot.again(), pids));
}

/** By process and thread, with the start of each. */
function switchesOf(snapshot: Snapshot, pids: readonly number[]): unknown[] {
  return pids.map(pid => {
    const process = snapshot.find(pid);
    const threads = process?.liveThreads().map(thread => {
      const switches = orUndefined(thread.status())?.contextSwitches ?? null;
      return [thread.tid, thread.stat.startTicks, switches];
    });
    return threads ?? [];
  });
}
