import type {Machine} from '../kernel/machine/machine.ts';
import type {NoRecording} from '../kernel/recording/recording-file.ts';
import {CannotLook, UsageError} from './failures.ts';

/** The machine of a recording; "-" is standard input. What reads recordings is loaded only here. */
export async function openRecording(file: string): Promise<Machine> {
  const {isDevice, NoRecording, recordingLines} = await import('../kernel/recording/recording-file.ts');
  const {machineOfLines} = await import('../kernel/recording/recording.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  if (isDevice(file)) throw new UsageError({kind: 'recording-is-device', file});
  try {
    return machineOfLines(recordingLines(file));
  } catch (error) {
    if (error instanceof NoRecording) throw failureOf(file, error.reason);
    if (!(error instanceof RecordingError)) throw error;
    const {line, problem} = error;
    throw new UsageError({kind: 'recording-malformed', file, line, problem});
  }
}

function failureOf(file: string, reason: NoRecording['reason']): UsageError | CannotLook {
  if (reason.kind === 'unreadable')
    return new CannotLook({kind: 'recording-unreadable', file, errno: reason.errno});
  if (reason.kind === 'compressed') return new UsageError({kind: 'recording-compressed', file});
  return new UsageError({kind: `recording-${reason.kind}`, file, most: reason.most});
}
