import {SIGKILL} from '../signals/numbers.ts';
import type {Platform} from '../signals/signals.ts';
import {
  accepted,
  type Interpreted,
  interpretExit,
  interpretKill,
  interpretWaitStatus,
  refused,
} from './interpretation.ts';

const PAIR = /^(?:ExitCode=)?(?<exit>\d{1,3}):(?<signal>\d{1,3})$/i;

/** Slurm's signal 125, which no kernel has: SIG_OOM of slurm.h without its highest bit, for a job out of memory. */
export const SLURM_OUT_OF_MEMORY = 125;

/**
 * Slurm's ExitCode as sacct(1) and `scontrol show job` print it: the exit status, a colon, and the number of the
 * signal that killed the job, or 0.
 */
export function parseSlurmExitCode(text: string, platform: Platform): Interpreted {
  const trimmed = text.trim();
  const {exit, signal} = PAIR.exec(trimmed)?.groups ?? {};
  const exitStatus = Number(exit);
  const signalNumber = Number(signal);
  if (exit === undefined || signal === undefined || exitStatus > 255 || signalNumber > 126)
    return refused({kind: 'slurm-form', text: trimmed});
  const notation = {readAs: 'slurm', exitStatus, signalNumber} as const;
  if (signalNumber === 0) return accepted(interpretExit(exitStatus, platform, notation));
  if (signalNumber === SLURM_OUT_OF_MEMORY) return accepted(interpretKill(SIGKILL, platform, notation));
  if (exitStatus === 0) return accepted(interpretKill(signalNumber, platform, notation));
  return accepted(interpretWaitStatus((exitStatus << 8) | signalNumber, platform, notation));
}
