import {defaultAction} from '../signals/signal-actions.ts';
import {signalMeaning} from '../signals/signal-meanings.ts';
import type {Platform} from '../signals/signals.ts';
import {isFailedCall, waitStatusDoubt} from '../wait-status/doubts.ts';
import {exitCodeMeaning} from '../wait-status/exit-codes.ts';
import {ptraceStop} from '../wait-status/ptrace-stops.ts';
import {decodeWaitStatus, type WaitStatus} from '../wait-status/wait-status.ts';

/** What a status says under one reading of it. */
export interface Interpretation {
  /** The wait status that it amounts to; under another reading than `wait`, the one that waitpid(2) gave its author. */
  readonly status: WaitStatus;
  /** Why nobody can have got such a status; null where somebody can. A clause, without a full stop. */
  readonly implausibleBecause: string | null;
  /** One or two sentences. */
  readonly meaning: string;
  /** Why it usually comes, most frequent first; short phrases. Empty where it is implausible. */
  readonly causes: readonly string[];
}

/** An interpretation, or the sentence that says why the text is not of this reading's form. */
export type Interpreted =
  | {readonly ok: true; readonly interpretation: Interpretation}
  | {readonly ok: false; readonly problem: string};

export function accepted(interpretation: Interpretation): Interpreted {
  return {ok: true, interpretation};
}

/** @param problem a whole sentence that names what is wrong and shows what is right */
export function refused(problem: string): Interpreted {
  return {ok: false, problem};
}

/** What a raw wait status says. */
export function interpretWaitStatus(raw: number, platform: Platform): Interpretation {
  const status = decodeWaitStatus(raw, platform);
  const implausibleBecause = waitStatusDoubt(status, platform);
  const {meaning, causes} = implausibleBecause === null ? explain(status, platform) : unexplained(raw);
  return {status, implausibleBecause, meaning, causes};
}

/** A process that exited with this status (its low 8 bits). */
export function interpretExit(exitStatus: number, platform: Platform): Interpretation {
  return interpretWaitStatus((exitStatus & 0xff) << 8, platform);
}

/**
 * A process killed by this signal, as told by something that knows nothing of the core bit (`$?`, a returncode):
 * where the signal may dump core, `coreDumped` is absent, since it is unknown.
 */
export function interpretKill(signal: number, platform: Platform): Interpretation {
  const interpretation = interpretWaitStatus(signal, platform);
  if (defaultAction(signal, platform) !== 'core') return interpretation;
  const {coreDumped: _unknown, ...status} = interpretation.status;
  return {...interpretation, status};
}

/** The same with the author's own notation before its summary: "$? 137 is 128 + 9: killed by SIGKILL (signal 9)". */
export function announced(interpretation: Interpretation, notation: string): Interpretation {
  const {status} = interpretation;
  return {...interpretation, status: {...status, summary: `${notation}: ${status.summary}`}};
}

type Explanation = Pick<Interpretation, 'meaning' | 'causes'>;

function explain(status: WaitStatus, platform: Platform): Explanation {
  switch (status.kind) {
    case 'exited':
      return exitCodeMeaning(status.exitStatus ?? 0, platform);
    case 'signaled':
      return signalMeaning(status.signalNumber ?? 0, platform) ?? unexplained(status.raw);
    case 'stopped':
      return explainStop(status, platform);
    case 'continued':
      return {
        meaning: 'Not ended: it was stopped, and SIGCONT let it go on (waitpid with WCONTINUED).',
        causes: ['`fg`, `bg` or `kill -CONT`', 'a tracer or supervisor that let it go on'],
      };
    case 'unrecognized':
      return unexplained(status.raw);
  }
}

function explainStop(status: WaitStatus, platform: Platform): Explanation {
  const {raw, signalNumber = 0, ptraceEvent} = status;
  const trace = ptraceEvent === undefined ? undefined : ptraceStop(signalNumber, (raw >>> 16) & 0xffff);
  if (trace !== undefined) {
    return {meaning: trace.meaning, causes: ['a debugger, strace or another tracer']};
  }
  const known = signalMeaning(signalNumber, platform);
  if (known === undefined) return unexplained(raw);
  if (known.action === 'stop') return known;
  return {
    meaning: `Not ended: its tracer holds it at the delivery of ${status.signal}, which may be given to it or not.`,
    causes: ['a debugger, strace or another tracer'],
  };
}

function unexplained(raw: number): Explanation {
  const meaning = isFailedCall(raw)
    ? 'The call that should give a status failed; errno says why (ECHILD: it has no such child).'
    : 'waitpid(2) never gives this status: the number is of another kind, or damaged.';
  return {meaning, causes: []};
}
