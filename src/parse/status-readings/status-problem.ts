import type {Platform} from '../signals/signals.ts';
import type {NumberProblem} from '../wait-status/status-number.ts';
import type {ChildCode} from './notation.ts';

/** Why a text is not of the form that a reading takes; `text` is what is wrong, as it was written. */
export type StatusProblem =
  | NumberProblem
  | {readonly kind: 'shell-range'; readonly text: string}
  | {readonly kind: 'container-range'; readonly text: string}
  | {readonly kind: 'returncode-range'; readonly text: string}
  | {
      readonly kind: 'returncode-signal';
      readonly text: string;
      readonly signalNumber: number;
      readonly platform: Platform;
    }
  /** An exit status that no known wrapper makes of a signal. */
  | {readonly kind: 'wrapper-range'; readonly text: string}
  | {readonly kind: 'slurm-form'; readonly text: string}
  | {readonly kind: 'ocaml-form'; readonly text: string}
  /** Words without the name or the number of a signal. */
  | {readonly kind: 'no-signal-named'; readonly text: string}
  /** A line with more than one number or signal, and nothing that says which is the status. */
  | {readonly kind: 'several-statuses'; readonly text: string; readonly found: readonly string[]}
  | NodeProblem
  | SystemdProblem
  | {readonly kind: 'siginfo-form'; readonly text: string}
  | SiginfoMismatch;

type NodeProblem =
  /** exitCode and signalCode are both null. */
  | {readonly kind: 'node-both-null'}
  /** signalCode is an empty string. */
  | {readonly kind: 'node-nameless-signal'}
  | {readonly kind: 'node-form'; readonly text: string}
  | {readonly kind: 'node-signal'; readonly text: string; readonly platform: Platform}
  | {readonly kind: 'node-exit-code'; readonly text: string};

type SystemdProblem =
  | {readonly kind: 'systemd-form'; readonly text: string}
  | {readonly kind: 'systemd-range'; readonly value: number}
  | {readonly kind: 'systemd-signal'; readonly text: string; readonly platform: Platform}
  /** A number and a name that do not fit each other; `name` is systemd's for the number, null where it has none. */
  | {
      readonly kind: 'systemd-name';
      readonly text: string;
      readonly value: number;
      readonly name: string | null;
    }
  /** The number and the name of two signals; `signal` is the name of the number's. */
  | {
      readonly kind: 'systemd-signal-name';
      readonly text: string;
      readonly value: number;
      readonly signal: string;
    };

/** An si_status that never comes with its si_code. */
export interface SiginfoMismatch {
  readonly kind: 'siginfo-mismatch';
  readonly code: ChildCode;
  readonly value: number;
  readonly platform: Platform;
}
