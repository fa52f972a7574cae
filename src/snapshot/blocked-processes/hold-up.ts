import {nearRelatives} from '../descriptors/near-relatives.ts';
import {OpenFileIndex} from '../descriptors/open-file-index.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Edge} from '../wait-chain/edge.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';
import {mayEndUnseen} from './unseen-ends.ts';

/** How far a chain of waits is followed: what is behind so many is found by `why`. */
const FOLLOWED = 16;

/** That a process is blocked by other living processes: by the nearest, and what those wait for in their turn. */
export interface HoldUp {
  readonly edge: Edge;
  /** The processes any of which, or all of which, it waits for. */
  readonly enders: readonly [Process, ...Process[]];
  /** Whether no process that isn't visible could end that wait. */
  readonly isFullySeen: boolean;
  /** Where the chain ends as far as it is certain, if that is another process than its only ender. */
  readonly end: Process | undefined;
}

const known = oncePer((_: Process): {holdUp?: HoldUp | undefined} => ({}));

/** What holds a process up, as `readHoldUp` has found it; undefined: nothing, or that was not asked. */
export function holdUpOf(process: Process): HoldUp | undefined {
  return known(process).holdUp;
}

/**
 * Looks for what holds a process up: every thread of it waits for other processes alone. What its ancestors hold, a
 * terminal or the other end of its standard input, is where its work comes from, and holds nothing up.
 */
export async function readHoldUp(snapshot: Snapshot, process: Process): Promise<void> {
  const above = new Set([process, ...snapshot.ancestors(process)]);
  if (await isFedFromAbove(snapshot, process, above)) return;
  const nodes = new Map<Process, ProcessNode>();
  let count = 0;
  const isFollowed = () => count++ < FOLLOWED;
  for await (const node of followWaits(snapshot, [process], {isFollowed})) nodes.set(node.process, node);
  const first = onlyWait(snapshot, nodes.get(process));
  if (!first || first.enders.some(ender => above.has(ender) || ender.isZombie())) return;
  const end = endOf(snapshot, first.enders, nodes);
  known(process).holdUp = {
    ...first,
    isFullySeen: !mayEndUnseen(snapshot, [first.edge]),
    end: first.enders.includes(end) ? undefined : end,
  };
}

/** Whether an ancestor nearby can end a wait of it: then the descriptors of all other processes need not be looked at. */
async function isFedFromAbove(
  snapshot: Snapshot,
  process: Process,
  above: ReadonlySet<Process>,
): Promise<boolean> {
  const near = nearRelatives(snapshot, process).filter(one => above.has(one));
  const openFiles = async () => new OpenFileIndex(openFilesByTarget(near, () => true));
  const pids = new Set(near.map(({pid}) => pid));
  for await (const {waits} of followWaits(snapshot, [process], {openFiles, isFollowed: () => false})) {
    const edges = waits.flatMap(wait => (wait.isInternal ? [] : wait.edges));
    if (edges.some(({to}) => to !== null && pids.has(to))) return true;
  }
  return false;
}

/** The one thing that a process waits for, where other processes can end that, and nothing else can. */
function onlyWait(
  snapshot: Snapshot,
  node: ProcessNode | undefined,
): Pick<HoldUp, 'edge' | 'enders'> | undefined {
  const waits = (node?.waits ?? []).filter(({isInternal}) => !isInternal);
  const edges = waits.flatMap(wait => wait.edges);
  const [edge] = edges;
  const isOpen = waits.some(({edges, others}) => others.length > 0 || edges.length === 0);
  if (!edge || isOpen || edges.some(({kind}) => kind !== edge.kind)) return undefined;
  const [ender, ...more] = new Set(edges.map(({to}) => (to === null ? undefined : snapshot.find(to))));
  return ender && !more.includes(undefined)
    ? {edge, enders: [ender, ...more.flatMap(one => one ?? [])]}
    : undefined;
}

/** The last process of a chain in which each waits for one other alone. */
function endOf(
  snapshot: Snapshot,
  enders: HoldUp['enders'],
  nodes: ReadonlyMap<Process, ProcessNode>,
): Process {
  const met = new Set<Process>();
  let [end] = enders;
  for (let next: readonly Process[] = enders; next.length === 1 && next[0] && !met.has(next[0]); ) {
    [end] = next as HoldUp['enders'];
    met.add(end);
    next = onlyWait(snapshot, nodes.get(end))?.enders ?? [];
  }
  return end;
}
