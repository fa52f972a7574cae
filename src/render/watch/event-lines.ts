import type {Session} from '../../lifecycle/watch/session.ts';
import type {WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import type {Page} from '../page.ts';
import {jsonText} from '../safe-text.ts';
import {watchEventJson} from './event-json.ts';
import {watchEventText} from './event-text.ts';
import {watchStartJson} from './source.ts';

/** Events as lines of text or of JSON, many at a time. */
export class EventLines {
  readonly #page: Page;
  readonly #isJson: boolean;
  readonly #print: (text: string) => void;
  #lines: string[] = [];

  constructor(page: Page, isJson: boolean, print: (text: string) => void) {
    this.#page = page;
    this.#isJson = isJson;
    this.#print = print;
  }

  /** The first line of JSON. */
  start(session: Session): void {
    if (!this.#isJson) return;
    const answer = {schema: 'procdoc/watch@1', ...watchStartJson(session)};
    this.#print(jsonText(answer, 0));
  }

  take(event: WatchEvent): void {
    this.#lines.push(
      this.#isJson ? jsonText(watchEventJson(event), 0) : watchEventText(event, this.#page.style),
    );
  }

  flush(): void {
    if (this.#lines.length > 0) this.#print(this.#lines.join('\n'));
    this.#lines = [];
  }
}
