import type {Session} from '../../lifecycle/watch/session.ts';
import type {WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import type {Page} from '../../render/page.ts';
import {isOnScreen, MOST_EVENTS, screenLines} from '../../render/watch/screen.ts';

/** How often the screen is drawn at most: milliseconds. */
const DRAW_MS = 250;
/** A terminal that does not know its height says 0. */
const STANDARD_ROWS = 24;

/** Control sequences of ECMA-48, and of DEC for the wrapping of long lines. */
const ESC = '\u001b[';
const eraseLine = `${ESC}K`;
const eraseBelow = `${ESC}J`;
const wrapOff = `${ESC}?7l`;
const wrapOn = `${ESC}?7h`;
const up = (lines: number) => (lines === 0 ? '' : `${ESC}${lines}F`);

/** A table on a terminal that is drawn again in its place. */
export class Screen {
  readonly #page: Page;
  #events: WatchEvent[] = [];
  #drawn = 0;
  #drawnAt = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  take(event: WatchEvent): void {
    if (!isOnScreen(event)) return;
    this.#events.push(event);
    if (this.#events.length > 2 * MOST_EVENTS) this.#events = this.#events.slice(-MOST_EVENTS);
  }

  /** Draws what there is now, if that was drawn long enough ago. */
  draw(session: Session): void {
    const now = Date.now();
    if (now - this.#drawnAt < DRAW_MS) return;
    this.#drawnAt = now;
    const {columns, rows} = process.stdout;
    // Lines of another width have wrapped in a way that only the terminal knows, so it is drawn below them.
    const screen = columns || this.#page.screen;
    const lines = screenLines(
      session,
      this.#events,
      {...this.#page, width: screen, screen},
      rows || STANDARD_ROWS,
    );
    const text = lines.map(line => `${line}${eraseLine}\n`).join('');
    process.stdout.write(`${up(this.#drawn)}${wrapOff}${text}${wrapOn}${eraseBelow}`);
    this.#drawn = lines.length;
  }

  /** Takes the table away. */
  end(): void {
    process.stdout.write(`${up(this.#drawn)}${eraseBelow}`);
  }
}
