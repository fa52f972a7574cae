import type {StatusAlternative, StatusReading} from '../../parse/status-readings/status-readings.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import type {Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {readingNames} from './reading-names.ts';

/** The answer for a person: a block a status, what it most likely means first, an implausible reading marked so. */
export function decodeStatusText(readings: readonly StatusReading[], page: Page): string[] {
  return readings.flatMap((reading, at) => [...(at === 0 ? [] : ['']), ...readingLines(reading, page)]);
}

function readingLines(reading: StatusReading, page: Page): string[] {
  const {input, alternatives, guessed, plausible} = reading;
  const told = guessed ? alternatives.slice(0, 1) : [];
  return [
    page.style.strong(printable(input)) + codeText(reading),
    ...meaningLines(guessed ? 'likely' : plausible ? 'is' : 'read as', reading, page),
    ...told.flatMap(other => meaningLines('or', other, page)),
    ...alternatives.slice(told.length).flatMap(other => labelledLines('or', nameAndSummary(other), page)),
  ];
}

/** The bits, where they were not given as such. */
function codeText({readAs, hex, input}: StatusReading): string {
  return readAs !== 'wait' || input.trim().toLowerCase() === hex ? '' : ` (${hex})`;
}

function meaningLines(label: string, reading: StatusReading | StatusAlternative, page: Page): string[] {
  const doubt = reading.implausibleBecause;
  if (doubt !== null) {
    return [
      ...labelledLines(label, nameAndSummary(reading), page),
      ...labelledLines('', `implausible: ${doubt}`, page).map(line => page.style.warning(line)),
    ];
  }
  return [
    ...labelledLines(label, nameAndSummary(reading), page),
    ...labelledLines('meaning', reading.meaning, page),
    ...labelledList('causes', reading.causes, page),
  ];
}

function nameAndSummary({readAs, summary}: Pick<StatusReading, 'readAs' | 'summary'>): string {
  return `${readingNames[readAs]}: ${summary}`;
}
