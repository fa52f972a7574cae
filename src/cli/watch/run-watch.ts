import {openMachine} from '../../kernel/machine/machine.ts';
import type {EventKind} from '../../lifecycle/watch/filter.ts';
import {liveProcessTable} from '../../lifecycle/watch/live-table.ts';
import {Session} from '../../lifecycle/watch/session.ts';
import {openSource} from '../../lifecycle/watch/source.ts';
import type {SourceName} from '../../lifecycle/watch/watch-event.ts';
import type {Page} from '../../render/page.ts';
import {EventLines} from '../../render/watch/event-lines.ts';
import {watchStartText} from '../../render/watch/source.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {CannotLook} from '../failures.ts';
import type {AskedProcess} from '../values.ts';
import {stopped} from './stopped.ts';
import {subjectOf} from './subject.ts';

/** The values of the flags of `watch`. */
export interface WatchFlagValues {
  readonly duration: number | undefined;
  readonly count: number | undefined;
  readonly until: AskedProcess | undefined;
  readonly only: readonly EventKind[] | undefined;
  readonly 'exit-nonzero': boolean;
  readonly source: SourceName | 'auto';
  readonly json: boolean;
}

/** Where a watch says what it sees. */
export interface WatchOutput {
  readonly page: Page;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
}

/** Watches until it has to end, and prints each event as it comes. */
export async function runWatch(
  asked: AskedProcess | undefined,
  flags: WatchFlagValues,
  {page, print, note}: WatchOutput,
): Promise<Session> {
  const snapshot = new Snapshot(openMachine());
  const subject = await subjectOf(snapshot, asked);
  const until = await subjectOf(snapshot, flags.until);
  const source = await openSource(flags.source);
  if (!source.ok) throw new CannotLook({kind: 'no-event-source', source: flags.source, errno: source.errno});
  const lines = new EventLines(page, flags.json, print);
  const session = new Session({
    source: source.value,
    table: liveProcessTable(),
    subject,
    until,
    filter: {only: flags.only && new Set(flags.only), failedOnly: flags['exit-nonzero']},
    count: flags.count,
    take: event => lines.take(event),
    pause: () => lines.flush(),
  });
  const stop = stopped(flags.duration);
  try {
    await session.run(stop.promise, () => {
      lines.start(session);
      note(watchStartText(session));
    });
  } finally {
    stop.release();
  }
  return session;
}
