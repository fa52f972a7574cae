import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../gap-names.ts';
import {isInInitialPidNamespace} from '../pid-namespace.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Edge, EdgeKind} from '../wait-chain/edge.ts';

/** Waits that whoever has an end of the object can end, so that it takes a look at every descriptor to know who that is. */
const endedByAnyHolder: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  'reads-pipe',
  'writes-pipe',
  'connects-to',
  'reads-eventfd',
  'reads-queue',
  'writes-queue',
  'reads-terminal',
  'waits-for-input',
]);

/**
 * Whether a process that isn't visible could end one of these waits: another user's, whose descriptors can't be read, or
 * one outside of the pid namespace, whose pipe or socket a container has by inheritance.
 */
export function mayEndUnseen(snapshot: Snapshot, edges: readonly Pick<Edge, 'kind'>[]): boolean {
  if (!edges.some(({kind}) => endedByAnyHolder.has(kind))) return false;
  const {ledger} = snapshot;
  return (
    isInInitialPidNamespace(snapshot) !== true || ledger.lacks('fd', HIDDEN_PROCESSES, UNRECORDED_PROCESSES)
  );
}
