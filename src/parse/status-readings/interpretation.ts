import {defaultAction} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {type WaitStatusDoubt, waitStatusDoubt} from '../wait-status/doubts.ts';
import {decodeWaitStatus, type WaitStatus} from '../wait-status/wait-status.ts';
import type {Notation} from './notation.ts';
import type {StatusProblem} from './status-problem.ts';

/** What a status says under one reading of it. */
export interface Interpretation {
  readonly notation: Notation;
  /** The wait status that it amounts to; under another reading than `wait`, the one that waitpid(2) gave its author. */
  readonly status: WaitStatus;
  /** Why no author can have got such a status; null for a plausible one. */
  readonly doubt: WaitStatusDoubt | null;
}

/** An interpretation, or why the text is not of this reading's form. */
export type Interpreted =
  | {readonly ok: true; readonly interpretation: Interpretation}
  | {readonly ok: false; readonly problem: StatusProblem};

export function accepted(interpretation: Interpretation): Interpreted {
  return {ok: true, interpretation};
}

export function refused(problem: StatusProblem): Interpreted {
  return {ok: false, problem};
}

/** A status that amounts to this raw wait status. */
export function interpretWaitStatus(raw: number, platform: Platform, notation: Notation): Interpretation {
  const status = decodeWaitStatus(raw, platform);
  return {notation, status, doubt: waitStatusDoubt(status)};
}

/** A process that exited with this status (its low 8 bits). */
export function interpretExit(exitStatus: number, platform: Platform, notation: Notation): Interpretation {
  return interpretWaitStatus((exitStatus & 0xff) << 8, platform, notation);
}

/**
 * A process killed by this signal, as reported by an author who knows nothing of the core bit (`$?`, a returncode):
 * where the signal may dump core, `coreDumped` is absent, since it is unknown.
 */
export function interpretKill(signal: number, platform: Platform, notation: Notation): Interpretation {
  const interpretation = interpretWaitStatus(signal, platform, notation);
  if (defaultAction(signal, platform) !== 'core') return interpretation;
  const {coreDumped: _unknown, ...status} = interpretation.status;
  return {...interpretation, status};
}
