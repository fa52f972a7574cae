import type {Machine} from '../kernel/machine/machine.ts';
import {CannotLook, UsageError} from './failures.ts';

/** The first two bytes of every gzip file (RFC 1952, 2.3.1), a character each. */
const GZIP_MAGIC = '\x1f\x8b';

/** How messages call the file of a recording. */
export function recordingName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** The machine of a recording; "-" is standard input. What reads recordings is loaded only here. */
export async function openRecording(file: string): Promise<Machine> {
  const {isDevice, readRecording} = await import('../kernel/recording/recording-file.ts');
  const {recordedMachine} = await import('../kernel/recording/recording.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  const name = recordingName(file);
  if (isDevice(file)) throw new UsageError(`${name} is a device: give a file that \`procdoc record\` wrote`);
  const text = readRecording(file);
  if (!text.ok)
    throw new CannotLook(`${name} can't be read (${text.errno}): give a file that \`procdoc record\` wrote`);
  if (text.value.startsWith(GZIP_MAGIC))
    throw new UsageError(
      `${name} is compressed: decompress it first, as in \`gunzip < ${file === '-' ? 'FILE' : file} | procdoc … --from -\``,
    );
  try {
    return recordedMachine(text.value);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Why a path can't be looked up in a recording: a path that is missing there may exist on the machine. */
export function notRecordedText(path: string): string {
  return `${path} isn't in the recording: it has only files that processes had open, ran, or had sockets bound to, by absolute path`;
}
