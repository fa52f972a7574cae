import {openMachine} from '../../kernel/machine/machine.ts';
import {keepOldHeapSmall} from '../../kernel/streams/old-heap.ts';
import type {EventKind} from '../../lifecycle/watch/filter.ts';
import {liveProcessTable} from '../../lifecycle/watch/live-table.ts';
import {Session} from '../../lifecycle/watch/session.ts';
import {openSource} from '../../lifecycle/watch/source.ts';
import type {SourceName} from '../../lifecycle/watch/watch-event.ts';
import type {Page} from '../../render/page.ts';
import {EventLines} from '../../render/watch/event-lines.ts';
import {nothingToAwaitText, nothingToWatchText, watchStartText} from '../../render/watch/source.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readObstacle} from '../../snapshot/visibility.ts';
import {CannotLook, UsageError} from '../failures.ts';
import type {AskedProcess} from '../values.ts';
import {type AlarmFlagValues, guardedOf} from './guarded.ts';
import {readKeys} from './keys.ts';
import {Screen} from './screen.ts';
import {stopped} from './stopped.ts';
import {isStillToCome, subjectOf} from './subject.ts';

/** How much may wait for a reader that is slow, or has stopped. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;

/** The values of the flags of `watch`. */
export interface WatchFlagValues extends AlarmFlagValues {
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
  /** How much of what was printed waits for its reader, in bytes. */
  readonly unreadBytes: () => number;
  readonly note: (text: string) => void;
}

/** Watches until it has to end, and prints each event as it comes. */
export async function runWatch(
  asked: AskedProcess | undefined,
  flags: WatchFlagValues,
  {page, print, unreadBytes, note}: WatchOutput,
): Promise<Session> {
  const guarded = guardedOf(flags, note);
  if (guarded && asked) throw new UsageError({kind: 'pid-and-expect'});
  const snapshot = new Snapshot(openMachine());
  const obstacle = readObstacle(snapshot, '/proc');
  if (obstacle !== undefined) throw new CannotLook({kind: 'no-procfs', obstacle});
  const subject = await subjectOf(snapshot, guarded?.asked ?? asked);
  const until = await subjectOf(snapshot, flags.until);
  keepOldHeapSmall();
  const source = await openSource(flags.source);
  if (!source.ok) throw new CannotLook({kind: 'no-event-source', source: flags.source, errno: source.errno});
  const isLive = page.isTerminal && !flags.json && process.env.TERM !== 'dumb';
  const lines = new EventLines(page, flags.json, print);
  const screen = isLive ? new Screen(page) : undefined;
  const session: Session = new Session({
    source: source.value,
    table: liveProcessTable(),
    subject,
    until,
    filter: {only: flags.only && new Set(flags.only), failedOnly: flags['exit-nonzero']},
    count: flags.count,
    observe: event => guarded?.take(event),
    take: event => (screen ?? lines).take(event),
    pause: () => (screen ? screen.draw(session) : lines.flush()),
    // An alarm comes in time also where nobody reads the events.
    isHeld: () => !guarded && unreadBytes() > MOST_UNREAD_BYTES,
  });
  const stop = stopped(flags.duration);
  const keys = isLive ? readKeys(stop.stop) : undefined;
  try {
    await session.run(stop.promise, () => {
      // A reader of the line that the watch has begun may count on the alarm.
      guarded?.begin(session);
      lines.start(session);
      note(watchStartText(session));
      if (asked && isStillToCome(subject)) note(nothingToWatchText(asked.text));
      if (flags.until && isStillToCome(until)) note(nothingToAwaitText(flags.until.text));
    });
  } finally {
    keys?.release();
    screen?.end();
    stop.release();
    await guarded?.end();
  }
  return session;
}
