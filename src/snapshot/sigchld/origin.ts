import {orUndefined} from '../../kernel/read.ts';
import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import {type Runtime, runtimeOf} from '../programs/runtime.ts';
import type {Disposition} from '../signals/disposition.ts';
import {readDisposition} from '../signals/sigchld.ts';
import type {Snapshot} from '../snapshot.ts';

/** One generation of the line that an ignored SIGCHLD was inherited along. */
export interface Generation {
  readonly process: Process;
  readonly disposition: Disposition;
}

/** Where the ignored SIGCHLD of a process comes from: both fork(2) and execve(2) pass it on. */
export type SigchldOrigin = {
  /** The eldest process that is known to ignore SIGCHLD: the process itself where no other is. */
  readonly process: Process;
  /** From the origin down to the process, both included. */
  readonly line: readonly Generation[];
  /** proven: every generation of the line shows it. likely: a bash at the top of the line does not show it. */
  readonly certainty: 'proven' | 'likely';
} & (
  | {
      /**
       * own: the process set it itself, or the program that started it did between fork and exec. unclear: the parent
       * adopts orphans, and nothing shows whether the process is one: own or gone.
       */
      readonly how: 'own' | 'unclear';
    }
  /** Along the line of parents. */
  | {readonly how: 'inherited'}
  | {
      /** The eldest of the process's own line was adopted, but an older member of its process group ignores SIGCHLD. */
      readonly how: 'related';
      readonly orphan: Process;
      readonly relative: Process;
    }
  | {
      /** The eldest of the line was adopted: the process that started it has exited. */
      readonly how: 'gone';
      readonly orphan: Process;
    }
);

/** An ignored SIGCHLD that was inherited, as far as can be seen. */
export type InheritedSigchld = Exclude<SigchldOrigin, {readonly how: 'own' | 'unclear'}>;

/** Whether another process passed it on: it is in the line, in the process group, or has exited. */
export function isInherited(origin: SigchldOrigin): origin is InheritedSigchld {
  return origin.how !== 'own' && origin.how !== 'unclear';
}

/** The process that an ignored SIGCHLD came from; undefined where that process may have exited. */
export function knownOrigin({how, process}: SigchldOrigin): Process | undefined {
  return how === 'gone' || how === 'unclear' ? undefined : process;
}

/** Follows an ignored SIGCHLD up the line of parents, to the process where it entered. */
export function findSigchldOrigin(snapshot: Snapshot, adoptions: Adoptions, process: Process): SigchldOrigin {
  const {line, shells} = ignoringLine(snapshot, process);
  const eldest = line[0]?.process ?? process;
  if (eldest !== process) return {process: eldest, line, certainty: 'proven', how: 'inherited'};
  const adoption = adoptions.of(process);
  const isAdopted = isOrphaned(adoption);
  const shellAbove = shells[0]?.process ?? process;
  if (!isAdopted && !isOrphaned(adoptions.of(shellAbove))) {
    const shell = shells.at(-1);
    return shell && !givesDefault(snapshot, adoptions, shell.process)
      ? {process: shell.process, line: [shell, ...line], certainty: 'likely', how: 'inherited'}
      : {process, line, certainty: 'likely', how: adoption === 'unclear' ? 'unclear' : 'own'};
  }
  const below = isAdopted ? line : [...shells, ...line];
  const orphan = isAdopted ? process : shellAbove;
  const relative = ignoringRelative(snapshot, adoptions, process);
  if (!relative) return {process, line: below, certainty: 'likely', how: 'gone', orphan};
  const relativeLine = ignoringLine(snapshot, relative).line;
  const origin = relativeLine[0]?.process ?? relative;
  const whole = [...relativeLine, ...below];
  return {process: origin, line: whole, certainty: 'likely', how: 'related', orphan, relative};
}

/** Runtimes that set their own disposition of SIGCHLD, whatever they were started with. */
const resetting: readonly (Runtime | undefined)[] = ['dash', 'make', 'node', 'perl'];

/** Whether another child has the default disposition, so that the shell was not started with SIGCHLD ignored. */
function givesDefault(snapshot: Snapshot, adoptions: Adoptions, shell: Process): boolean {
  return snapshot
    .childrenOf(shell)
    .some(
      child =>
        !child.isZombie() &&
        !isOrphaned(adoptions.of(child)) &&
        !resetting.includes(runtimeOf(child)) &&
        dispositionOf(child) === 'default',
    );
}

interface Ancestry {
  /** The unbroken line of parents that ignore SIGCHLD, the eldest first. */
  readonly line: readonly Generation[];
  /** The shells above the line that may have passed it on, the eldest first. */
  readonly shells: readonly Generation[];
}

/**
 * A bash catches SIGCHLD for itself, but starts its children with the ignored one that it was started with
 * (measured; dash, make, node and perl do not), so the line continues above it.
 */
function ignoringLine(snapshot: Snapshot, process: Process): Ancestry {
  let line: Generation[] = [{process, disposition: 'ignored'}];
  let shells: Generation[] = [];
  for (const ancestor of snapshot.ancestors(process)) {
    const disposition = dispositionOf(ancestor);
    if (disposition === 'ignored') {
      line = [{process: ancestor, disposition}, ...shells, ...line];
      shells = [];
    } else if (disposition === 'caught' && runtimeOf(ancestor) === 'bash') {
      shells = [{process: ancestor, disposition}, ...shells];
    } else break;
  }
  return {line, shells};
}

/** An older member of the process group that ignores SIGCHLD; orphans inherited it themselves, and are no source. */
function ignoringRelative(snapshot: Snapshot, adoptions: Adoptions, process: Process): Process | undefined {
  return snapshot
    .processes()
    .filter(({stat}) => stat.pgid === process.stat.pgid && stat.pid !== process.pid && !stat.kernelThread)
    .filter(({stat}) => stat.startTicks <= process.stat.startTicks)
    .filter(candidate => dispositionOf(candidate) === 'ignored')
    .find(candidate => !isOrphaned(adoptions.of(candidate)));
}

function dispositionOf(process: Process): Disposition | undefined {
  return orUndefined(readDisposition(process));
}
