import {evidenceText} from '../../rules/words/evidence.ts';
import {saidOfWait} from '../../rules/words/wait-evidence.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {type Edge, targetKey} from '../../snapshot/wait-chain/edge.ts';
import {counted} from '../page.ts';

/** An edge with the lines that prove it. */
export interface ProvenEdge extends Edge {
  readonly proof: readonly string[];
}

/** A process to which several objects lead is one alternative, with all its descriptors, and proven by one of them. */
export function mergedEdges(edges: readonly Edge[]): ProvenEdge[] {
  const groups = groupBy(edges, ({to, kind, target}) => `${kind} ${to ?? targetKey(target)}`);
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const proof = first.evidence.map(one => evidenceText(saidOfWait(one)));
    if (rest.length === 0) return [{...first, proof}];
    const fds = [...new Set([first, ...rest].flatMap(edge => edge.fds))].sort((one, other) => one - other);
    const more = `${counted(rest.length, 'more object')} shared with ${first.to ?? 'it'}`;
    return [{...first, fds, proof: [...proof, more]}];
  });
}

/** The lines that were not shown before: holders of one object share most of their evidence. */
export function newOf(lines: readonly string[], shown: Set<string>): string[] {
  const fresh = [...new Set(lines)].filter(line => !shown.has(line));
  for (const line of fresh) shown.add(line);
  return fresh;
}
