import type {Syscalls} from '../../kernel/syscalls.ts';
import {activitiesOf} from '../activities.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {clocksBy} from '../last-run.ts';
import type {Process} from '../process.ts';
import {readDescriptors} from '../signals/pipe-from-parent.ts';
import type {Snapshot} from '../snapshot.ts';

/** How long a pipe may be silent whose writer is at work, in seconds. */
const SILENCE_SECONDS = 60;
/** Within this time comes what a command prints that starts another and exits, in seconds. */
const START_SECONDS = 1;

/**
 * Whether a process that reads a pipe as its standard input, and nothing else, has got something from it lately, and well
 * after one of its writers began: then that one may be at work, though its parent has exited. A reader with more threads, or
 * in poll(2), may have run for something else; one that made the pipe itself reads what a command prints to its end.
 */
export function isFedBy(
  snapshot: Snapshot,
  {process: reader, descriptor}: OpenFile,
  writer: Process,
  syscalls: Pick<Syscalls, 'onProcessor'>,
): boolean {
  if (descriptor.fd !== 0) return false;
  const [thread, ...others] = activitiesOf(snapshot, reader).all;
  if (!thread || others.length > 0 || !readDescriptors(thread).includes(descriptor.fd)) return false;
  const silent = clocksBy(snapshot, [reader.stat], syscalls)(reader.stat, () => reader.execStart());
  const startedAtMs = snapshot.startedAtMs(writer);
  if (silent === null || startedAtMs === undefined) return false;
  const age = (snapshot.machine.host.now() - startedAtMs) / 1000;
  return silent < SILENCE_SECONDS && age - silent > START_SECONDS;
}
