import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {groupBy} from '../group-by.ts';
import type {OpenFile} from './open-files.ts';
import {type Sameness, sameDescription} from './same-description.ts';

/** Descriptors that refer to one open file description. */
export interface Description {
  readonly holders: readonly OpenFile[];
  /** What shows that it is one; null where only one descriptor refers to it. */
  readonly sameness: Sameness | null;
}

/**
 * Descriptors by the open file description they refer to. kcmp(2) is a total order, so that sorting finds
 * the equal ones in n log n calls, and only those whose links read alike need be compared.
 */
export function groupByDescription(openFiles: readonly OpenFile[], syscalls: Syscalls): Description[] {
  const alike = groupBy(
    openFiles,
    ({descriptor}) => orUndefined(descriptor.target()) ?? `${descriptor.pid}:${descriptor.fd}`,
  );
  return [...alike.values()].flatMap(bucket => groupBucket(bucket, syscalls));
}

/** One bucket of equal links, in runs of the sorted order; what kcmp refuses to compare is compared otherwise. */
function groupBucket(bucket: readonly OpenFile[], syscalls: Syscalls): Description[] {
  const [first] = bucket;
  if (first === undefined || bucket.length === 1) return [{holders: bucket, sameness: null}];
  const refused = new Set<OpenFile>();
  const compare = (a: OpenFile, b: OpenFile) => {
    const order = syscalls.compareDescriptions(a.descriptor, b.descriptor);
    if (!order.ok) refused.add(a).add(b);
    return order.ok ? order.value : 0;
  };
  const sorted = [...bucket].sort(compare);
  if (refused.size > 0) return groupPairwise(bucket, syscalls);
  const runs: OpenFile[][] = [];
  for (const [at, openFile] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before && compare(before, openFile) === 0) runs.at(-1)?.push(openFile);
    else runs.push([openFile]);
  }
  return runs.map(holders => ({
    holders,
    sameness: holders.length > 1 ? {certainty: 'proven', proof: 'kcmp'} : null,
  }));
}

/** Each descriptor joins the first group whose first member it shares a description with. */
function groupPairwise(bucket: readonly OpenFile[], syscalls: Syscalls): Description[] {
  const groups: {holders: OpenFile[]; sameness: Sameness | null}[] = [];
  for (const openFile of bucket) {
    let joined = false;
    for (const group of groups) {
      const [member] = group.holders;
      const sameness = member && sameDescription(member.descriptor, openFile.descriptor, syscalls);
      if (!sameness) continue;
      group.holders.push(openFile);
      group.sameness = weaker(group.sameness, sameness);
      joined = true;
      break;
    }
    if (!joined) groups.push({holders: [openFile], sameness: null});
  }
  return groups;
}

/** A chain is as strong as its weakest link. */
function weaker(a: Sameness | null, b: Sameness): Sameness {
  return a?.certainty === 'likely' ? a : b;
}
