import type {NamedContainer} from '../../parse/process/container.ts';
import type {Evidence} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {StartingProgram} from '../programs/starting-programs.ts';

interface Shown {
  /** Where that can be seen. */
  readonly evidence: readonly Evidence[];
}

/** A supervisor that a process comes from, though it is no ancestor of it. */
export interface Keeper extends Shown {
  readonly kind: 'keeper';
  /** Undefined where it isn't known which one, or whether it still runs. */
  readonly process: Process | undefined;
  readonly program: StartingProgram;
  /** The pid file by which it keeps the process alive; null: that isn't known, and the process may merely descend from the service. */
  readonly pidFile: string | null;
  /** The ancestor of the process that all of this is so of; null: the process itself. */
  readonly below: Process | null;
}

/** What a process was started by, or is in: it comes from there, and may be ended or started again from there. */
export type Starter =
  | Keeper
  | (Shown &
      (
        | {readonly kind: 'shell' | 'program' | 'init'; readonly process: Process}
        | {readonly kind: 'cron'; readonly process: Process; readonly job: readonly string[] | null}
        /** `from`: the address of the other end of its connection; null where that can't be seen. */
        | {
            readonly kind: 'ssh';
            readonly process: Process;
            readonly user: string | null;
            readonly from: string | null;
          }
        | {
            readonly kind: 'supervisor' | 'multiplexer';
            readonly process: Process;
            readonly program: StartingProgram;
          }
        /** `file`: of the unit, as its manager has it; null where it has none, or it can't be read. */
        | {readonly kind: 'systemd'; readonly unit: string; readonly file: string | null}
        | {readonly kind: 'container'; readonly container: NamedContainer}
      ));
