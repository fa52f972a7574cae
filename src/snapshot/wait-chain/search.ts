import type {OpenFile} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Edge} from './graph.ts';

/** A process that can end a wait, and what shows it; without `process` it is someone who cannot be pointed at. */
export interface Ender
  extends Pick<Edge, 'kind' | 'target' | 'fds' | 'certainty' | 'evidence' | 'acts' | 'bothWays' | 'lock'> {
  readonly process: Process | undefined;
}

/** What a search has found: who can end the wait, and what else can. */
export interface Found {
  readonly enders: readonly Ender[];
  readonly others: readonly string[];
}

/**
 * The search for who can end one wait, in two steps, so that one look at the descriptors of all processes
 * serves every search that needs it. What is dear is left to the second: some are begun only to see their link.
 */
export interface Search {
  /** The link of the descriptors whose holders must be known: see `tellingPart`. Without it, none are. */
  readonly link?: string;
  /** @param open the descriptors that any search needs, by their links */
  find(open: ReadonlyMap<string, readonly OpenFile[]>): Found;
}

/** A search that is done at once. */
export function foundAtOnce(enders: readonly Ender[], others: readonly string[] = []): Search {
  return {find: () => ({enders, others})};
}
