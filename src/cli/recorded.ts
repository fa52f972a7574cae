import type {Machine} from '../kernel/machine/machine.ts';
import type {NoRecording} from '../kernel/recorded/read-file.ts';
import type {RecordingError} from '../kernel/recording/fields.ts';
import type {RecordingFolder} from '../kernel/recording/recording-folder.ts';
import {CannotLook, UsageError} from './failures.ts';

/** The machine of a recording; "-" is standard input. What reads recordings is loaded only here. */
export async function openRecording(file: string): Promise<Machine> {
  const {isDevice, NoRecording, readRecording} = await import('../kernel/recorded/read-file.ts');
  const {machineOfBytes} = await import('../kernel/recorded/recorded-machine.ts');
  const {RecordingError} = await import('../kernel/recording/fields.ts');
  if (isDevice(file)) throw new UsageError({kind: 'recording-is-device', file});
  const malformed = ({line, problem}: RecordingError) =>
    new UsageError({kind: 'recording-malformed', file, line, problem});
  try {
    return machineOfBytes(readRecording(file), malformed);
  } catch (error) {
    if (error instanceof NoRecording) throw failureOf(file, error.reason);
    throw error instanceof RecordingError ? malformed(error) : error;
  }
}

function failureOf(file: string, reason: NoRecording['reason']): UsageError | CannotLook {
  if (reason.kind === 'unreadable')
    return new CannotLook({kind: 'recording-unreadable', file, errno: reason.errno});
  if (reason.kind === 'compressed') return new UsageError({kind: 'recording-compressed', file});
  return new UsageError({kind: `recording-${reason.kind}`, file, most: reason.most});
}

/** What --from names. */
export interface GivenRecordings {
  /** The files, each once; undefined where it names one file, and no folder. */
  readonly files: readonly string[] | undefined;
  /** The folders that it names. */
  readonly folders: ReadonlyArray<RecordingFolder & {readonly folder: string}>;
}

/** The recordings that --from names. */
export async function givenRecordings(given: readonly string[]): Promise<GivenRecordings> {
  const {recordingsIn} = await import('../kernel/recording/recording-folder.ts');
  const folders: Array<RecordingFolder & {readonly folder: string}> = [];
  const files = given.flatMap(file => {
    const found = recordingsIn(file);
    if (found === undefined) return [file];
    if (!found.ok) throw new CannotLook({kind: 'recording-unreadable', file, errno: found.errno});
    const {files: inside, folders: below} = found.value;
    if (inside.length === 0)
      throw new UsageError({kind: 'no-recordings-in-folder', folder: file, folders: below});
    folders.push({folder: file, ...found.value});
    return inside;
  });
  const distinct = [...new Set(files)];
  return {files: distinct.length === 1 && distinct[0] === given[0] ? undefined : distinct, folders};
}
