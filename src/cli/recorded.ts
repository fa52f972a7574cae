import type {Machine} from '../kernel/machine.ts';
import {CannotLook, UsageError} from './failures.ts';

/** How gzip(1) begins whatever it writes (RFC 1952, 2.3.1), a character a byte. */
const GZIP_MAGIC = '\x1f\x8b';

/** How messages call the file of a recording. */
export function recordingName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** The machine of a recording; "-" is standard input. Only who asks for one pays for loading what reads it. */
export async function openRecording(file: string): Promise<Machine> {
  const {readRecording} = await import('../kernel/recording/recording-file.ts');
  const {recordedMachine} = await import('../kernel/recording/recording.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  const text = readRecording(file);
  const name = recordingName(file);
  if (!text.ok)
    throw new CannotLook(
      `${name} cannot be read (${text.errno}): give a file that "procdoc record" has written`,
    );
  if (text.value.startsWith(GZIP_MAGIC))
    throw new UsageError(
      `${name} is compressed by gzip: decompress it first, as in "gunzip < ${file === '-' ? 'FILE' : file} | procdoc … --from -"`,
    );
  try {
    return recordedMachine(text.value);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Why a path cannot be looked up in a recording: that it is missing there says nothing of the machine. */
export function notRecordedText(path: string): string {
  return `${path} is not in the recording, which knows the files that processes had open, ran, or had sockets bound to, by their absolute paths`;
}
