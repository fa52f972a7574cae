import type {Machine} from '../kernel/machine.ts';
import {CannotLook, UsageError} from './failures.ts';

/** The machine of a recording. Only who asks for one pays for loading what reads it. */
export async function openRecording(file: string): Promise<Machine> {
  const {readRecording} = await import('../kernel/recording/recording-file.ts');
  const {recordedMachine} = await import('../kernel/recording/recording.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  const text = readRecording(file);
  if (!text.ok)
    throw new CannotLook(
      `${file} cannot be read (${text.errno}): give a file that "procdoc record" has written`,
    );
  try {
    return recordedMachine(text.value);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Why a path cannot be looked up in a recording: that it is missing there says nothing of the machine. */
export function notRecordedText(path: string): string {
  return `${path} is not in the recording, which knows the files that processes had open, ran, or had sockets bound to, by their absolute paths`;
}
