import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import {type Runtime, runtimeOf} from '../programs/runtime.ts';
import type {Disposition} from '../signals/disposition.ts';
import {readSigchld} from '../signals/sigchld.ts';
import type {Snapshot} from '../snapshot.ts';

/** One generation of the line that an ignored SIGCHLD came down. */
export interface Generation {
  readonly process: Process;
  readonly disposition: Disposition;
}

/** Where a process's ignored SIGCHLD comes from: fork(2) and execve(2) both hand it on. */
export interface SigchldOrigin {
  /** The eldest that is known to ignore it, the process itself at the youngest. */
  readonly process: Process;
  /** From the origin down to the process, both included. */
  readonly line: readonly Generation[];
  /** proven: every one of the line shows it. Through a bash at its top, which does not show it: likely. */
  readonly certainty: 'proven' | 'likely';
  /**
   * own: it set it itself, or what started it did between fork and exec. inherited: down the line of parents.
   * related: its own line is broken, but another member of its process group ignores SIGCHLD and is older.
   * gone: it was adopted, so whoever it came from has ended, unless it set it itself. unclear: its parent adopts
   * orphans, and nothing tells whether it is one: own or gone.
   */
  readonly how: 'own' | 'inherited' | 'related' | 'gone' | 'unclear';
}

/** Whether the process may have set it itself, and nobody is known whom it may have it from. */
export function mayBeOwn({how}: SigchldOrigin): boolean {
  return how === 'own' || how === 'unclear';
}

/** The process that it came from; undefined where that may be gone. */
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
  if (!isAdopted && !isOrphaned(adoptions.of(shells[0]?.process ?? process))) {
    const shell = shells.at(-1);
    return shell && !handsDefaultOn(snapshot, adoptions, shell.process)
      ? {process: shell.process, line: [shell, ...line], certainty: 'likely', how: 'inherited'}
      : {process, line, certainty: 'likely', how: adoption === 'unclear' ? 'unclear' : 'own'};
  }
  const below = isAdopted ? line : [...shells, ...line];
  const relative = ignoringRelative(snapshot, adoptions, process);
  if (!relative) return {process, line: below, certainty: 'likely', how: 'gone'};
  const itsLine = ignoringLine(snapshot, relative).line;
  const origin = itsLine[0]?.process ?? relative;
  return {process: origin, line: [...itsLine, ...below], certainty: 'likely', how: 'related'};
}

/** Runtimes that have a disposition of their own for SIGCHLD, whatever they were started with. */
const resetting: readonly (Runtime | undefined)[] = ['dash', 'make', 'node', 'perl'];

/** Whether another child of a shell shows that it was not started with SIGCHLD ignored: that one has the default. */
function handsDefaultOn(snapshot: Snapshot, adoptions: Adoptions, shell: Process): boolean {
  return (snapshot.children().get(shell.pid) ?? []).some(
    child =>
      !child.isZombie() &&
      !isOrphaned(adoptions.of(child)) &&
      !resetting.includes(runtimeOf(child)) &&
      dispositionOf(child) === 'default',
  );
}

/** The unbroken line of parents that ignore SIGCHLD, and the shells above it that may have handed it on; eldest first. */
interface Ancestry {
  readonly line: readonly Generation[];
  readonly shells: readonly Generation[];
}

/**
 * A bash catches SIGCHLD for itself, but gives what it starts the ignored one that it was started with
 * (measured; dash, make, node and perl do not), so the line goes on above it.
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

/** An orphan in the group is no source, but was itself started by what is gone. */
function ignoringRelative(snapshot: Snapshot, adoptions: Adoptions, process: Process): Process | undefined {
  return snapshot
    .processes()
    .filter(({stat}) => stat.pgid === process.stat.pgid && stat.pid !== process.pid && !stat.kernelThread)
    .filter(({stat}) => stat.startTicks <= process.stat.startTicks)
    .filter(candidate => dispositionOf(candidate) === 'ignored')
    .find(candidate => !isOrphaned(adoptions.of(candidate)));
}

function dispositionOf(process: Process): Disposition | undefined {
  const sigchld = readSigchld(process);
  return sigchld.ok ? sigchld.value.disposition : undefined;
}
