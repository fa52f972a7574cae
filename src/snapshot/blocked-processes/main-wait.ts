import type {Wait, WaitNode} from '../wait-chain/graph.ts';

/** The wait that says most of a process: one that other processes can end, or else one that is not only for its own threads. */
export function mainWait({waits}: WaitNode): Wait | undefined {
  return waits.find(({edges}) => edges.length > 0) ?? waits.find(({isInternal}) => !isInternal) ?? waits[0];
}
