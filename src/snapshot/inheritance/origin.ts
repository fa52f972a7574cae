import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import type {Proof} from '../descriptors/same-description.ts';
import type {Evidence} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {Runtime} from '../programs/runtime.ts';

/** How a process came by an open file description, or by the lock on it. */
export type Origin = PlainOrigin | Inherited;

/**
 * Every way but inheritance. Of a descriptor: `opened` (likely), `opened-or-inherited`, and where a process that is
 * neither above nor below has it too, `opened-inherited-or-received` (over a UNIX socket). Of a lock: `acquired`;
 * `shared-with-acquirer` (the holder has the description, and not from the acquirer by fork(2): it had it before, as
 * a shell does that runs flock(1) in `exec 9>lock; flock 9`, or has it from a third process, or received it over a
 * UNIX socket); `shares-table-of-acquirer` (a POSIX lock belongs to the descriptor table, which processes can have in
 * common: clone(2), CLONE_FILES).
 */
export interface PlainOrigin {
  readonly kind:
    | 'opened'
    | 'opened-or-inherited'
    | 'opened-inherited-or-received'
    | 'acquired'
    | 'shared-with-acquirer'
    | 'shares-table-of-acquirer';
}

/** The process has it from another one, which had it first. */
export interface Inherited {
  readonly kind: 'inherited';
  /** fork: it has not called execve(2) since. exec: it has. */
  readonly by: 'fork' | 'exec';
  /** null where it was not asked from whom. */
  readonly from: Giver | null;
}

/** From whom a process inherited a descriptor. */
export interface Giver {
  /** null where nothing shows which process it was. */
  readonly pid: number | null;
  readonly comm: string | null;
  readonly fd: number | null;
  /** Whether that process still runs; null where that is not known: then it has exited, or closed the descriptor. */
  readonly alive: boolean | null;
  readonly certainty: 'proven' | 'likely';
  /** null where it follows from more than one fact: `shownBy` has them. */
  readonly proof: Proof | null;
  readonly shownBy: OriginSign;
}

/** An inherited descriptor of which it is known from whom. */
export interface InheritedFrom extends Inherited {
  readonly from: Giver;
}

/** What shows from whom a descriptor was inherited. */
export type OriginSign =
  /** The nearest ancestor that has the same open file description. */
  | {readonly kind: 'ancestor-has-it'; readonly ancestor: Holder}
  /** The process that took the flock held through the descriptor has exited. */
  | {readonly kind: 'took-the-flock'; readonly acquirerPid: number; readonly gone: Evidence}
  /** A listener, whose eldest holder runs a program that never calls listen(2); so do all others. */
  | {readonly kind: 'never-listens'; readonly process: Process; readonly program: string}
  /** A sibling has it too, and neither has called execve(2) since their parent, which has exited, forked them. */
  | {readonly kind: 'forked-siblings'; readonly sibling: Holder}
  /** An older process has it, which may be an ancestor: every process between the two has exited. */
  | {readonly kind: 'older-holder'; readonly elder: Holder}
  /** An older process has it, which cannot be an ancestor: both have it from a third. */
  | {readonly kind: 'older-non-ancestor'; readonly elder: Holder}
  /** The descriptor survives exec, which none does that the runtime opens itself. */
  | {
      readonly kind: 'runtime-closes-on-exec';
      readonly eldest: OpenFile;
      readonly runtime: Runtime;
      /** Another descriptor from a process that has exited; null: the parent of the eldest holder has exited. */
      readonly neighbour: InheritedNeighbour | null;
    }
  /** The number next to it is from a process that has exited. */
  | {
      readonly kind: 'next-to-inherited';
      readonly eldest: OpenFile;
      /** Whether the eldest holder has called execve(2), and the descriptor survived that. */
      readonly survivedExec: boolean;
      readonly neighbour: InheritedNeighbour;
    };

/** A descriptor of the eldest holder that is from a process which took a flock through it, and has exited. */
export interface InheritedNeighbour {
  readonly fd: number;
  readonly acquirerPid: number;
  /** False: a holder of it may have received it over a UNIX socket, since nothing shows that it inherited it. */
  readonly isInherited: boolean;
}

/** Inheritance by a process, which has called execve(2) since or has not. */
export function inheritedBy(process: Process): Inherited {
  return {kind: 'inherited', by: process.stat.forkedWithoutExec ? 'fork' : 'exec', from: null};
}

/** Inheritance from a giver. */
export function inheritedFrom(process: Process, from: Giver): InheritedFrom {
  return {...inheritedBy(process), from};
}
