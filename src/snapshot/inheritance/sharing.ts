import {orUndefined} from '../../kernel/read.ts';
import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** The other processes that have the open file description, by kinship with the process in question. */
export interface Sharing {
  /** Nearest first. */
  readonly ancestors: readonly Holder[];
  readonly descendants: readonly Holder[];
  readonly others: readonly Holder[];
  /** The first of the others that is such a one: most often one of the first of thousands. */
  readonly findOther: (is: (holder: Holder) => boolean) => Holder | undefined;
  /** Whether the process in question, and every other one that has the description, is such a one. */
  readonly isEvery: (is: (process: Process) => boolean) => boolean;
  /** Whether the process with a pid is one of these. It takes no look at all of them. */
  readonly isHeldBy: (pid: number) => boolean;
  /** Every descriptor of another process that refers to the same object, shared or not: both ends of a pipe. */
  readonly sameObject: readonly OpenFile[];
  /** Of a socket pair, every descriptor of a process that refers to its other end. */
  readonly otherEnds: readonly OpenFile[];
}

/** Who has the description of one descriptor. */
export interface Holders {
  readonly ofAncestor: (ancestor: Process) => readonly Holder[];
  /**
   * At least those of all other processes, those of one process together. They may be the whole machine, each compared by
   * itself, and few questions need them.
   */
  readonly ofOthers: () => readonly Holder[];
  /** Which of its descriptors another process has it in. */
  readonly ofOther: (other: Process) => readonly Holder[];
  /** False: none of them is below this process. */
  readonly mayBeAbove: (process: Process) => boolean;
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
  const mayBeAbove = once(() => holders.mayBeAbove(process));
  const isBelow = (other: Process) => mayBeAbove() && snapshot.ancestors(other).includes(process);
  const isAside = (other: Holder) => other.process !== process && !line.includes(other.process);
  // That a file is open twice at one offset says nothing of strangers, who may just have read the same.
  const isPipe = orUndefined(descriptor.target())?.startsWith('pipe:[') === true;
  const isGuess = ({proof}: Holder) => proof === 'same-object' && !isPipe && ancestors.length === 0;
  const isKnown = (holder: Holder) => isBelow(holder.process) || !isGuess(holder);
  const isOther = (holder: Holder) => isAside(holder) && !isBelow(holder.process) && !isGuess(holder);
  const descendants = once(() =>
    holders.ofOthers().filter(holder => isAside(holder) && isBelow(holder.process)),
  );
  const others = once(() => holders.ofOthers().filter(isOther));
  return {
    ...ends,
    ancestors,
    isHeldBy(pid) {
      const other = snapshot.find(pid);
      if (!other || other === process) return false;
      if (line.includes(other)) return holders.ofAncestor(other).length > 0;
      return holders.ofOther(other).some(isKnown);
    },
    get descendants() {
      return descendants();
    },
    get others() {
      return others();
    },
    isEvery: is =>
      is(process) &&
      ancestors.every(holder => is(holder.process)) &&
      holders.ofOthers().every(holder => !isAside(holder) || is(holder.process) || !isKnown(holder)),
    findOther: is => holders.ofOthers().find(holder => isOther(holder) && is(holder)),
  };
}
