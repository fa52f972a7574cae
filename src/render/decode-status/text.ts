import type {Interpretation, StatusReading} from '../../parse/status-readings/status-readings.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {doubtText} from './doubt-text.ts';
import {explanationOf} from './explain-status.ts';
import {readingPhrase} from './reading-phrase.ts';
import {outcomeText} from './summary.ts';
import {chainText, throughLines, throughOutcome} from './through-text.ts';

/** The answer for a person: a block for each status, what it most likely means in its first line. */
export function decodeStatusText(
  readings: readonly StatusReading[],
  page: Page,
  showsImplausible: boolean,
): string[] {
  return readings.flatMap((reading, at) => [
    ...(at === 0 ? [] : ['']),
    ...readingLines(reading, page, showsImplausible),
  ]);
}

function readingLines(reading: StatusReading, page: Page, showsImplausible: boolean): string[] {
  if (reading.through !== null)
    return [
      ...answerLines(reading, page),
      ...fromLines(reading, page),
      ...throughLines(reading.through, page),
    ];
  const {guessed, doubt} = reading;
  const alternatives = showsImplausible
    ? reading.alternatives
    : reading.alternatives.filter(other => other.doubt === null);
  const hidden = reading.alternatives.length - alternatives.length;
  const explained = guessed ? alternatives.slice(0, 1) : [];
  return [
    ...answerLines(reading, page),
    ...fromLines(reading, page),
    ...(doubt === null || doubt.kind === 'failed-call'
      ? []
      : labelledLines('decoded', outcome(reading), page)),
    ...explanationLines(reading, page),
    ...explained.flatMap(other => [
      ...alternativeLines(other, page),
      ...(other.doubt === null ? explanationLines(other, page) : []),
    ]),
    ...alternatives.slice(explained.length).flatMap(other => alternativeLines(other, page)),
    ...(hidden === 0
      ? []
      : labelledLines('or', `${counted(hidden, 'implausible reading')}: \`--all\``, page)),
  ];
}

/** The line that a status was taken out of. */
function fromLines({taken, input}: StatusReading, page: Page): string[] {
  return taken === null ? [] : labelledLines('from', input.trim(), page);
}

/** "137: killed by SIGKILL (signal 9), as $? of a shell: 128 + 9 (likely)", with what was given in bold. */
function answerLines(reading: StatusReading, page: Page): string[] {
  const input = printable(reading.taken ?? reading.input);
  const place = reading.through === null ? '' : ` through ${chainText(reading.through)}`;
  const [first = '', ...rest] = wrapped(
    `${input}${bits(reading)}${place}: ${answer(reading)}`,
    page.width,
    '',
    '    ',
  );
  const end = Math.min(input.length, first.length);
  return [page.style.strong(first.slice(0, end)) + first.slice(end), ...rest];
}

function answer(reading: StatusReading): string {
  const {doubt, guessed, notation, through} = reading;
  if (through !== null) return throughOutcome(through);
  if (doubt?.kind === 'failed-call') return 'no status: the call failed, or its status was lost on the way';
  if (doubt !== null) return `implausible ${readingPhrase(notation)}: ${doubtText(doubt)}`;
  return `${outcomeAndReading(reading)}${guessed ? ' (likely)' : ''}`;
}

function alternativeLines(other: Interpretation, page: Page): string[] {
  const {doubt} = other;
  const doubts = doubt === null ? [] : labelledLines('', `implausible: ${doubtText(doubt)}`, page);
  return [
    ...labelledLines('or', outcomeAndReading(other), page),
    ...doubts.map(line => page.style.warning(line)),
  ];
}

function explanationLines(interpretation: Interpretation, page: Page): string[] {
  const {meaning, causes} = explanationOf(interpretation);
  return [...labelledLines('meaning', meaning, page), ...labelledList('causes', causes, page)];
}

function outcomeAndReading(interpretation: Interpretation): string {
  return `${outcome(interpretation)}, ${readingPhrase(interpretation.notation)}`;
}

/** What a status says. The summary of unrecognized bits, "no wait status", would contradict "as a wait status". */
function outcome(interpretation: Interpretation): string {
  const {status, doubt} = interpretation;
  if (status.kind === 'unrecognized' && doubt !== null)
    return 'nothing that a macro of <sys/wait.h> recognizes';
  return outcomeText(interpretation);
}

/** The bits of a wait status, where they were not given as such: " (0x0100)". */
function bits({notation, status, input, taken}: StatusReading): string {
  const isShown = notation.readAs === 'wait' && (taken ?? input).trim().toLowerCase() !== status.hex;
  return isShown ? ` (${status.hex})` : '';
}
