import {orUndefined} from '../../kernel/read.ts';
import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** The other processes that have the open file description, by kinship with the process in question. */
export interface Sharing {
  /** Nearest first. */
  readonly ancestors: readonly Holder[];
  readonly descendants: readonly Holder[];
  readonly others: readonly Holder[];
  /** Every descriptor of another process that refers to the same object, shared or not: both ends of a pipe. */
  readonly sameObject: readonly OpenFile[];
  /** Of a socket pair, every descriptor of a process that refers to its other end. */
  readonly otherEnds: readonly OpenFile[];
}

/** Who has the description of one descriptor. */
export interface Holders {
  readonly ofAncestor: (ancestor: Process) => readonly Holder[];
  /**
   * At least those of all other processes. They may be the whole machine, each compared by itself, and few questions need
   * them.
   */
  readonly ofOthers: () => readonly Holder[];
}

/** Who shares a description with one descriptor that refers to it. Only the ancestors are looked up at once. */
export function sharingAmong(
  snapshot: Snapshot,
  {process, descriptor}: OpenFile,
  holders: Holders,
  ends: Pick<Sharing, 'sameObject' | 'otherEnds'>,
): Sharing {
  const line = snapshot.ancestors(process);
  // fork(2) keeps the number: of an ancestor's duplicates it is the one.
  const otherNumber = (holder: Holder) => Number(holder.descriptor.fd !== descriptor.fd);
  const ancestors = line.flatMap(one =>
    [...holders.ofAncestor(one)].sort((a, b) => otherNumber(a) - otherNumber(b)),
  );
  const isBelow = (other: Process) => snapshot.ancestors(other).includes(process);
  const rest = once(() => {
    const others = holders
      .ofOthers()
      .filter(other => other.process !== process && !line.includes(other.process));
    return [...groupBy(others, other => other.process)];
  });
  const descendants = once(() => rest().flatMap(([other, held]) => (isBelow(other) ? held : [])));
  // That a file is open twice at one offset says nothing of strangers, who may just have read the same.
  const isPipe = orUndefined(descriptor.target())?.startsWith('pipe:[') === true;
  const isGuess = ({proof}: Holder) => proof === 'same-object' && !isPipe && ancestors.length === 0;
  const others = once(() =>
    rest().flatMap(([other, held]) => (isBelow(other) ? [] : held.filter(holder => !isGuess(holder)))),
  );
  return {
    ...ends,
    ancestors,
    get descendants() {
      return descendants();
    },
    get others() {
      return others();
    },
  };
}
