import type {Wait, WaitNode} from '../../snapshot/wait-chain/graph.ts';

/** The wait that tells most of a process: one that other processes can end, else one that is not only for its own threads. */
export function mainWait({waits}: WaitNode): Wait | undefined {
  return waits.find(({edges}) => edges.length > 0) ?? waits.find(({within}) => !within) ?? waits[0];
}
