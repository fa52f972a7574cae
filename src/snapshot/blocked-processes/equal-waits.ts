import {conditionOf} from '../condition.ts';
import type {OpenFileIndex} from '../descriptors/open-file-index.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {WakeUp} from '../wait-chain/wake-up.ts';
import type {DeadlockSearch} from './deadlock.ts';
import type {OutwardWait} from './outward-wait.ts';
import {stallOf} from './stalled.ts';

/** Processes that sleep in a read, or all in a write, of one pipe or socket: whatever wakes one up may wake up each. */
export interface EqualWaits {
  /** The one that shows what the others wait for; undefined: none of them can run, so that nothing shows it. */
  readonly example: Process | undefined;
  readonly others: readonly Process[];
}

/** The waits of more processes than one for the same pipe or socket. */
export function equalWaits(
  snapshot: Snapshot,
  waits: readonly OutwardWait[],
  open: OpenFileIndex,
): EqualWaits[] {
  const waiting = new Map<number, OutwardWait>();
  for (const wait of waits) if (wait.through) waiting.set(wait.process.pid, wait);
  const groups: Process[][] = [];
  open.byLink.forEach((files, link) => {
    if (files.length < 2 || !(link.startsWith('socket:[') || link.startsWith('pipe:['))) return;
    const [reading, writing]: [Process[], Process[]] = [[], []];
    for (const {process, descriptor} of files) {
      const through = waiting.get(process.pid)?.through;
      if (through?.fd === descriptor.fd && descriptor.pid === process.pid)
        (through.direction === 'read' ? reading : writing).push(process);
    }
    groups.push(reading, writing);
  });
  return groups.filter(({length}) => length > 1).map(group => withExample(snapshot, group));
}

/** A process that is frozen, or exits, waits for something else first. */
function withExample(snapshot: Snapshot, group: readonly Process[]): EqualWaits {
  const example = group.find(process => conditionOf(snapshot, process) === undefined);
  return {example, others: group.filter(process => process !== example)};
}

/** What ends the wait of any process for a pipe or socket, by that alone and not by what the process is. */
const OF_THE_OBJECT: ReadonlySet<WakeUp['kind']> = new Set([
  'accept',
  'connection',
  'datagram-reader',
  'many-processes',
  'message',
  'reader-unseen',
  'socket-holder-unseen',
  'time',
  'writer-unseen',
]);

/**
 * Whether a search that has looked at the example shows that none of the others is deadlocked, nor waits for a process that
 * is stopped: a process that can run, or something else, may do what they wait for. Who can't run waits for nobody.
 */
export function mustBeFree(snapshot: Snapshot, {example}: EqualWaits, search: DeadlockSearch): boolean {
  if (!example) return true;
  const waits = search.nodes.get(example.pid)?.waits ?? [];
  const edges = waits.flatMap(wait => wait.edges);
  const isStalled = edges.some(({to}) => {
    const process = to === null ? undefined : snapshot.find(to);
    return process !== undefined && stallOf(snapshot, process) !== undefined;
  });
  if (isStalled || search.deadlocked.has(example.pid)) return false;
  return (
    edges.some(({to}) => to === null || !search.deadlocked.has(to)) ||
    waits.some(wait => wait.others.some(({kind}) => OF_THE_OBJECT.has(kind)))
  );
}
