import {orUndefined} from '../../kernel/read.ts';
import {SIGCHLD, SIGPIPE} from '../../parse/signals/numbers.ts';
import {type Adoptions, isOrphaned} from '../families/adoption.ts';
import type {Process} from '../process.ts';
import {conductOf, resetsSigchldBelow} from '../programs/conduct.ts';
import {neverForks} from '../programs/known-programs.ts';
import {type Disposition, readDisposition} from '../signals/disposition.ts';
import type {SignalActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {setsItself} from './own-action.ts';

/** One generation of the line that an ignored signal was inherited along. */
export interface Generation {
  readonly process: Process;
  readonly disposition: Disposition;
}

/** Where an ignored signal of a process comes from: both fork(2) and execve(2) pass it on. */
export type SignalOrigin = {
  /** The eldest process that is known to ignore it: the process itself where no other is. */
  readonly process: Process;
  /** From the origin down to the process, both included. */
  readonly line: readonly Generation[];
  /** proven: the kernel's own record shows of every generation that it set SIG_IGN itself, or that it did not. */
  readonly certainty: 'proven' | 'likely';
} /** The process set it itself; where that is only likely, the program that started it may have, between fork and exec. */ & (
  | {readonly how: 'own'}
  | {
      /** The parent adopts orphans, and nothing shows whether the process is one; or there is a giver. */
      readonly how: 'unclear';
      /** The parent, which passes on what it was started with, and does not show what that was. */
      readonly giver: Process | undefined;
    }
  /** Along the line of parents. */
  | {readonly how: 'inherited'}
  | {
      /** The eldest of the process's own line was adopted, but an older member of its process group ignores it. */
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

/** An ignored signal that was inherited, as far as can be seen. */
export type InheritedSignal = Exclude<SignalOrigin, {readonly how: 'own' | 'unclear'}>;

/** An ignored signal that no process is known to have passed on. */
export type OwnSignal = Exclude<SignalOrigin, InheritedSignal>;

/** Whether another process passed it on: it is in the line, in the process group, or has exited. */
export function isInherited(origin: SignalOrigin): origin is InheritedSignal {
  return origin.how !== 'own' && origin.how !== 'unclear';
}

/** The process that an ignored signal came from; undefined where that process may have exited. */
export function knownOrigin({how, process}: SignalOrigin): Process | undefined {
  return how === 'gone' || how === 'unclear' ? undefined : process;
}

/** What an origin is found by. */
export interface OriginScene {
  readonly snapshot: Snapshot;
  readonly adoptions: Adoptions;
  /** The kernel's own record of what processes do with the signal. */
  readonly actions: SignalActions;
  readonly signal: number;
}

/** Follows an ignored signal up the line of parents, to the process where it entered. */
export function findSignalOrigin(scene: OriginScene, process: Process): SignalOrigin {
  const {adoptions} = scene;
  const {line, givers} = ignoringLine(scene, process);
  const eldest = line[0]?.process ?? process;
  if (eldest !== process) {
    const heirs = line.slice(1).filter(({disposition}) => disposition === 'ignored');
    const isShown = heirs.every(heir => setsItself(heir.process, scene) === false);
    return {process: eldest, line, certainty: isShown ? 'proven' : 'likely', how: 'inherited'};
  }
  if (setsItself(process, scene)) return {process, line, certainty: 'proven', how: 'own'};
  const adoption = adoptions.of(process);
  const isAdopted = isOrphaned(adoption);
  const giverAbove = givers[0]?.process ?? process;
  if (!isAdopted && !isOrphaned(adoptions.of(giverAbove))) {
    const giver = givers.at(-1)?.process;
    const mayHaveGiven = giver && !givesDefault(scene, giver);
    return mayHaveGiven || adoption === 'unclear'
      ? {process, line, certainty: 'likely', how: 'unclear', giver: mayHaveGiven ? giver : undefined}
      : {process, line, certainty: 'likely', how: 'own'};
  }
  const below = isAdopted ? line : [...givers, ...line];
  const orphan = isAdopted ? process : giverAbove;
  const relative = ignoringRelative(scene, process);
  if (!relative) return {process, line: below, certainty: 'likely', how: 'gone', orphan};
  const relativeLine = ignoringLine(scene, relative).line;
  const origin = relativeLine[0]?.process ?? relative;
  const whole = [...relativeLine, ...below];
  return {process: origin, line: whole, certainty: 'likely', how: 'related', orphan, relative};
}

/**
 * Whether another child has the default disposition, so that its parent was not started with SIGCHLD ignored. A child
 * shows that only if its program leaves SIGCHLD as it was: what is known to, or starts no program.
 */
function givesDefault(scene: OriginScene, parent: Process): boolean {
  const {snapshot, adoptions} = scene;
  return snapshot
    .childrenOf(parent)
    .some(
      child =>
        !child.isZombie() &&
        !isOrphaned(adoptions.of(child)) &&
        (conductOf(child)?.sigchld === 'keeps' || neverForks(child)) &&
        setsItself(child, scene) !== true &&
        dispositionOf(child, scene) === 'default',
    );
}

interface Ancestry {
  /** The unbroken line of parents that ignore SIGCHLD, the eldest first. */
  readonly line: readonly Generation[];
  /** The parents above the line that may have passed it on, the eldest first. */
  readonly givers: readonly Generation[];
}

/**
 * Some programs, a bash among them, catch or reset SIGCHLD for themselves, but start their children with the ignored
 * one that they were started with, so the line continues above them. It ends at a process that set SIG_IGN itself.
 */
function ignoringLine(scene: OriginScene, process: Process): Ancestry {
  let line: Generation[] = [{process, disposition: 'ignored'}];
  let givers: Generation[] = [];
  if (setsItself(process, scene)) return {line, givers};
  for (const ancestor of scene.snapshot.ancestors(process)) {
    const disposition = dispositionOf(ancestor, scene);
    if (disposition === 'ignored' && !resetsBelow(ancestor, scene)) {
      line = [{process: ancestor, disposition}, ...givers, ...line];
      givers = [];
      if (setsItself(ancestor, scene)) break;
    } else if (disposition && disposition !== 'ignored' && passesOnUnseen(ancestor, scene)) {
      givers = [{process: ancestor, disposition}, ...givers];
    } else break;
  }
  return {line, givers};
}

/**
 * Whether a program that does not ignore SIGCHLD may have been started so, and passes that on. Of another signal, a
 * program that was started with it ignored shows that, unless it handles the signal itself.
 */
function passesOnUnseen(process: Process, {signal}: OriginScene): boolean {
  const conduct = signal === SIGCHLD ? conductOf(process) : undefined;
  return conduct?.passesOnSigchld === true && conduct.sigchld !== 'keeps';
}

/** Whether a program that ignores the signal is known to give its children the default. */
function resetsBelow(process: Process, {signal}: OriginScene): boolean {
  const conduct = conductOf(process);
  if (signal === SIGPIPE) return conduct?.sigpipe === 'default';
  return signal === SIGCHLD && resetsSigchldBelow(conduct);
}

/** An older member of the process group that ignores the signal; orphans inherited it themselves, and are no source. */
function ignoringRelative(scene: OriginScene, process: Process): Process | undefined {
  const {snapshot, adoptions} = scene;
  return snapshot
    .processes()
    .filter(({stat}) => stat.pgid === process.stat.pgid && stat.pid !== process.pid && !stat.kernelThread)
    .filter(({stat}) => stat.startTicks <= process.stat.startTicks)
    .filter(candidate => dispositionOf(candidate, scene) === 'ignored')
    .find(candidate => !isOrphaned(adoptions.of(candidate)));
}

function dispositionOf(process: Process, {signal}: OriginScene): Disposition | undefined {
  return orUndefined(readDisposition(process, signal));
}
