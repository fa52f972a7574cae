import type {Session} from '../../lifecycle/watch/session.ts';
import type {WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import {cut, type Page} from '../page.ts';
import {plainStyle} from '../style.ts';
import {paintOf, watchEventText} from './event-text.ts';
import {sourceName} from './source.ts';
import {headline, parentLines, watchSummaryJson} from './summary.ts';

/** The lines besides the parents and the events: what is watched, what happened, and an empty one. */
const OTHER_LINES = 3;
/** What a table of parents has at least, its heading included. */
const FEWEST_PARENTS = 3;

/** What a watch looks like now, for a terminal with so many rows: totals, the parents, and the last events. */
export function screenLines(
  session: Session,
  events: readonly WatchEvent[],
  page: Page,
  rows: number,
): string[] {
  const summary = watchSummaryJson(session);
  const room = Math.max(FEWEST_PARENTS + 1, rows - 1 - OTHER_LINES);
  const parents = parentLines(summary.parents, Math.max(FEWEST_PARENTS, Math.floor(room / 2)) - 1, page);
  const last = events.slice(-Math.max(1, room - parents.length));
  const watched = `${session.watch.tracker.registry.size} processes, by ${sourceName(session.source)}; q ends`;
  return [
    page.style.strong(cut(headline(summary, {only: undefined, failedOnly: false}), page.screen)),
    page.style.faint(cut(watched, page.screen)),
    ...parents,
    '',
    ...last.map(event => paintOf(event, page.style)(cut(watchEventText(event, plainStyle), page.screen))),
  ];
}

/** How many events a screen can show at most. */
export const MOST_EVENTS = 200;

/** Whether an event is shown below the table of parents, which counts the others. */
export function isOnScreen({type}: WatchEvent): boolean {
  return type !== 'fork' && type !== 'exec' && type !== 'reap';
}
