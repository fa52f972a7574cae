import {openEventFile} from '../../kernel/children/event-file.ts';
import {writeNow} from '../../kernel/children/write-now.ts';
import type {WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {eventJson, eventText} from '../../render/run/event.ts';
import {jsonLine} from '../../render/safe-text.ts';
import {CannotLook} from '../failures.ts';
import type {RunFlagValues} from './flags.ts';
import {sayNow} from './say-now.ts';

/** Where events go, and how; undefined where they are not asked for. */
export function eventWriter(flags: RunFlagValues): ((event: WaitEvent) => void) | undefined {
  const {events, 'events-file': file} = flags;
  if (file === undefined) {
    if (events === undefined) return undefined;
    return events === 'text'
      ? event => sayNow(eventText(event))
      : event => writeNow(2, `${jsonLine(eventJson(event))}\n`);
  }
  const opened = openEventFile(file);
  if (!opened.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: opened.errno});
  const lineOf = (event: WaitEvent) => (events === 'text' ? eventText(event) : jsonLine(eventJson(event)));
  return event => writeNow(opened.value, `${lineOf(event)}\n`);
}
