import type {OpenFileIndex} from '../descriptors/open-file-index.ts';
import type {Process} from '../process.ts';
import type {Edge} from './edge.ts';
import type {WakeUp} from './wake-up.ts';

/** A process that can end a wait, and what shows it; without `process`, an unknown one. */
export interface Ender
  extends Pick<
    Edge,
    | 'kind'
    | 'target'
    | 'fds'
    | 'certainty'
    | 'evidence'
    | 'acts'
    | 'isDatagram'
    | 'mayTimeOut'
    | 'isSynchronous'
    | 'bothWays'
    | 'lock'
    | 'connection'
    | 'stop'
    | 'freezer'
  > {
  readonly process: Process | undefined;
}

/** What a search has found: the processes that can end the wait, and what else can. */
export interface Found {
  readonly enders: readonly Ender[];
  readonly others: readonly WakeUp[];
}

/**
 * The search for the processes that can end one wait, in two steps, so that one look at the descriptors of all
 * processes serves every search that needs it. Work is left to the second step: some searches only give their link.
 */
export interface Search {
  /** The link of the descriptors whose holders the search needs: see `distinctivePart`. Without it, it needs none. */
  readonly link?: string;
  /**
   * @param open the descriptors that any search needs, and maybe others
   * @param most of more processes than so many and the waiter itself, only the number counts, and nothing need show them
   */
  find(open: OpenFileIndex, most: number): Found;
}

/** A search that is done at once. */
export function foundAtOnce(enders: readonly Ender[], others: readonly WakeUp[] = []): Search {
  return {find: () => ({enders, others})};
}
