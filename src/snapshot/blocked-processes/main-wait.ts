import type {EdgeKind} from '../wait-chain/edge.ts';
import type {Wait, WaitNode} from '../wait-chain/graph.ts';

/** Waits for data or room, through an object that may well stay idle. */
const throughObject: ReadonlySet<EdgeKind> = new Set([
  'reads-pipe',
  'writes-pipe',
  'connects-to',
  'reads-eventfd',
]);

/**
 * The wait that says most of a process: one for what other processes hold or do; or that of a server for whoever connects;
 * or one for data of others, or else one that is not only for its own threads.
 */
export function mainWait({waits}: WaitNode): Wait | undefined {
  return (
    waits.find(wait => wait.edges.length > 0 && !mayBeIdle(wait)) ??
    waits.find(isForConnections) ??
    waits.find(({edges}) => edges.length > 0) ??
    waits.find(({isInternal}) => !isInternal) ??
    waits[0]
  );
}

/** Whether whoever connects ends a wait: a server waits for requests, and the clients and workers it has may be idle. */
export function isForConnections(wait: Wait): boolean {
  return wait.others.some(({kind}) => kind === 'connection') && wait.edges.every(isThroughObject);
}

/** Whether it is for data that may stay away for as long as nobody has any to send; who writes into a full pipe is blocked. */
function mayBeIdle({edges}: Wait): boolean {
  return edges.every(edge => isThroughObject(edge) && edge.kind !== 'writes-pipe');
}

function isThroughObject({kind}: Wait['edges'][number]): boolean {
  return throughObject.has(kind);
}
