import type {Machine} from '../kernel/machine/machine.ts';
import {CannotLook, UsageError} from './failures.ts';

/** The first two bytes of every gzip file (RFC 1952, 2.3.1), a character each. */
const GZIP_MAGIC = '\x1f\x8b';

/** The machine of a recording; "-" is standard input. What reads recordings is loaded only here. */
export async function openRecording(file: string): Promise<Machine> {
  const {isDevice, readRecording} = await import('../kernel/recording/recording-file.ts');
  const {recordedMachine} = await import('../kernel/recording/recording.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  if (isDevice(file)) throw new UsageError({kind: 'recording-is-device', file});
  const text = readRecording(file);
  if (!text.ok) throw new CannotLook({kind: 'recording-unreadable', file, errno: text.errno});
  if (text.value.startsWith(GZIP_MAGIC)) throw new UsageError({kind: 'recording-compressed', file});
  try {
    return recordedMachine(text.value);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const {line, problem} = error;
    throw new UsageError({kind: 'recording-malformed', file, line, problem});
  }
}
