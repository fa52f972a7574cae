import type {NamedContainer} from '../../parse/process/container.ts';
import type {Evidence} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {StartingProgram} from '../programs/starting-programs.ts';

interface Shown {
  /** Where that can be seen. */
  readonly evidence: readonly Evidence[];
}

/** What a process was started by, or is in: it comes from there, and may be ended or started again from there. */
export type Starter = Shown &
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
  );
