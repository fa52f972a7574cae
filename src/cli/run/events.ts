import {writeNow} from '../../kernel/children/write-now.ts';
import {openToWrite, placeOf} from '../../kernel/text-file.ts';
import type {WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {problemText} from '../../render/failures/problem.ts';
import {eventJson, eventText} from '../../render/run/event.ts';
import {jsonLine} from '../../render/safe-text.ts';
import {CannotLook, UsageError} from '../failures.ts';
import type {RunFlagValues} from './flags.ts';
import {sayNow} from './say-now.ts';

/** Where the events of a command go. */
export interface EventWriter {
  readonly write: (event: WaitEvent) => void;
  /** Whether the file that was named for them could not take all of them, which has been said. */
  readonly hasFailed: () => boolean;
}

/** Where events go, and how; undefined where they are not asked for. */
export function eventWriter(flags: RunFlagValues): EventWriter | undefined {
  const {events, report, 'events-file': file} = flags;
  if (file === undefined) {
    if (events === undefined) return undefined;
    const write = (event: WaitEvent) =>
      events === 'text' ? sayNow(eventText(event)) : void writeNow(2, `${jsonLine(eventJson(event))}\n`);
    return {write, hasFailed: () => false};
  }
  if (report !== undefined && placeOf(report) === placeOf(file) && placeOf(file) !== undefined)
    throw new UsageError({kind: 'one-file-twice', flags: ['--report', '--events-file'], file});
  // Its descriptor is closed by execve(2), and events come one by one.
  const opened = openToWrite(file);
  if (!opened.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: opened.errno});
  const lineOf = (event: WaitEvent) => (events === 'text' ? eventText(event) : jsonLine(eventJson(event)));
  let failed = false;
  const write = (event: WaitEvent) => {
    if (failed) return;
    const errno = writeNow(opened.value, `${lineOf(event)}\n`);
    if (errno !== undefined) sayNow(problemText({kind: 'file-unwritable', file, errno}));
    failed = errno !== undefined;
  };
  return {write, hasFailed: () => failed};
}
