import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import {once} from '../once.ts';
import {type Holder, holdersOf, type OpenFile} from './open-files.ts';

/** So many pairs are compared one by one; of more, the order of kcmp(2) is used. */
const FEW = 4096;

/**
 * Which of many descriptors share the description of one of these: some of a process, that lead to one object. A process
 * may have thousands of descriptors on /dev/null, and so may others: kcmp(2) is a total order, so that the right one is
 * found by halving.
 */
export function holdersAmong(
  own: readonly Descriptor[],
  others: readonly OpenFile[],
  syscalls: Syscalls,
): (descriptor: Descriptor) => Holder[] {
  const found = once(() =>
    own.length * others.length > FEW ? byDescription(own, others, syscalls) : undefined,
  );
  return descriptor => {
    const among = found();
    if (!among) return holdersOf(descriptor, others, syscalls);
    return [...(among.holders.get(descriptor) ?? []), ...holdersOf(descriptor, among.refused, syscalls)];
  };
}

interface ByDescription {
  readonly holders: ReadonlyMap<Descriptor, readonly Holder[]>;
  /** What kcmp(2) refused to compare. */
  readonly refused: readonly OpenFile[];
}

/** Undefined where kcmp(2) can't put the process's own descriptors in order. */
function byDescription(
  own: readonly Descriptor[],
  others: readonly OpenFile[],
  syscalls: Syscalls,
): ByDescription | undefined {
  const runs = inOrder(own, syscalls);
  if (!runs) return undefined;
  const holders = new Map<Descriptor, Holder[]>();
  const refused: OpenFile[] = [];
  for (const other of others) {
    const run = runWith(runs, other.descriptor, syscalls);
    if (run === 'refused') refused.push(other);
    else
      for (const descriptor of run ?? []) {
        const known = holders.get(descriptor) ?? [];
        known.push({...other, certainty: 'proven', proof: 'kcmp'});
        holders.set(descriptor, known);
      }
  }
  return {holders, refused};
}

/** Descriptors in order, those of one description together; undefined where any two can't be compared. */
function inOrder(own: readonly Descriptor[], syscalls: Syscalls): Descriptor[][] | undefined {
  let isOrdered = true;
  const compare = (a: Descriptor, b: Descriptor) => {
    const order = syscalls.compareDescriptions(a, b);
    isOrdered &&= order.ok;
    return order.ok ? order.value : 0;
  };
  const runs: Descriptor[][] = [];
  for (const descriptor of [...own].sort(compare)) {
    const [last] = runs.at(-1) ?? [];
    if (last && compare(last, descriptor) === 0) runs.at(-1)?.push(descriptor);
    else runs.push([descriptor]);
  }
  return isOrdered ? runs : undefined;
}

function runWith(
  runs: readonly Descriptor[][],
  descriptor: Descriptor,
  syscalls: Syscalls,
): readonly Descriptor[] | undefined | 'refused' {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [first] = runs[middle] ?? [];
    const order = first && syscalls.compareDescriptions(first, descriptor);
    if (!order?.ok) return 'refused';
    if (order.value === 0) return runs[middle];
    if (order.value < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}
