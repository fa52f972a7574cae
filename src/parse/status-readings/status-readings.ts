import type {Platform} from '../signals/signals.ts';
import type {Through} from '../wrappers/through.ts';
import {alternativesOf, isLikelier, plausibly} from './alternatives.ts';
import type {Interpretation} from './interpretation.ts';
import type {ReadAs} from './notation.ts';
import {findStatus} from './pasted-text.ts';
import {READERS} from './readers.ts';
import type {StatusProblem} from './status-problem.ts';

export type {Interpretation, ReadAs};

/** All readings, the default first. */
export const READINGS = Object.keys(READERS) as readonly ReadAs[];

/** A status under the reading that was asked for, or under the likeliest. */
export interface StatusReading extends Interpretation {
  /** The text as it was given. */
  readonly input: string;
  /** The words of the input that were taken for the status; null where they are all of it. */
  readonly taken: string | null;
  /** Whether no reading was asked for, and this reading is likelier than a raw wait status. */
  readonly guessed: boolean;
  /**
   * Other plausible readings of the text, the most likely first; none that says the same. For a guessed reading, the
   * raw wait status is the first, plausible or not.
   */
  readonly alternatives: readonly Interpretation[];
  /** What can have become of a command, where the status is that of a wrapper around it; null where none was named. */
  readonly through: Through | null;
}

/** A text that does not have the form of its reading. */
export interface RefusedStatus {
  readonly ok: false;
  readonly problem: StatusProblem;
  /** The text under the first reading whose form it has; null where it has none. */
  readonly fitting: Interpretation | null;
}

/** What was given and is no status; `line` is where, counted from 1, undefined for what has no line. */
export interface RefusedText {
  readonly text: string;
  readonly line: number | undefined;
  readonly refused: RefusedStatus;
}

/** What a text says as a status, or what is wrong with it. */
export type StatusResult = {readonly ok: true; readonly reading: StatusReading} | RefusedStatus;

/**
 * Reads one status as its author wrote it, with what else the text may mean. Without `readAs`, the text is a raw wait
 * status, or what it more likely means. Of a line of text, the one status in it is taken.
 */
export function readStatus(input: string, readAs?: ReadAs, platform: Platform = 'linux'): StatusResult {
  const result = readWhole(input, readAs, platform);
  if (result.ok || !isOfAnotherForm(result.problem)) return result;
  const found = findStatus(input, platform);
  if (!found.ok)
    return found.problem === undefined ? result : {ok: false, problem: found.problem, fitting: null};
  const taken = readWhole(found.taken, readAs ?? found.readAs, platform);
  if (!taken.ok) return isOfAnotherForm(taken.problem) ? result : taken;
  const isPart = found.taken !== input.trim();
  return {ok: true, reading: {...taken.reading, input, taken: isPart ? found.taken : null}};
}

/** Reads each text by `read`; one that is no status takes no other with it. */
export function readStatuses(
  given: ReadonlyArray<{readonly text: string; readonly line: number | undefined}>,
  read: (text: string) => StatusResult,
): {readonly readings: readonly StatusReading[]; readonly refused: readonly RefusedText[]} {
  const readings: StatusReading[] = [];
  const refused: RefusedText[] = [];
  for (const {text, line} of given) {
    const result = read(text);
    if (result.ok) readings.push(result.reading);
    else refused.push({text, line, refused: result});
  }
  return {readings, refused};
}

/** Whether a text is no number of a status, nor anything else of its reading's form, so that it may be a line of words. */
function isOfAnotherForm({kind}: StatusProblem): boolean {
  return (
    kind === 'not-a-number' || kind.endsWith('-form') || kind === 'no-signal-named' || kind === 'node-signal'
  );
}

function readWhole(input: string, readAs: ReadAs | undefined, platform: Platform): StatusResult {
  const result = readAuthored(input, readAs ?? 'wait', platform);
  if (!result.ok || readAs !== undefined) return result;
  const [first, ...others] = result.reading.alternatives;
  if (first === undefined || !isLikelier(result.reading)) return result;
  const likelier = readAuthored(input, first.notation.readAs, platform);
  if (!likelier.ok) return result;
  const {notation, status, doubt} = result.reading;
  const alternatives = [{notation, status, doubt}, ...others];
  return {ok: true, reading: {...likelier.reading, guessed: true, alternatives}};
}

function readAuthored(input: string, readAs: ReadAs, platform: Platform): StatusResult {
  const asked = READERS[readAs](input, platform);
  if (!asked.ok) return {...asked, fitting: fittingReading(input, platform)};
  const alternatives = alternativesOf(input, asked.interpretation, platform);
  return {
    ok: true,
    reading: {...asked.interpretation, input, taken: null, guessed: false, alternatives, through: null},
  };
}

function fittingReading(input: string, platform: Platform): Interpretation | null {
  for (const readAs of READINGS) {
    const interpretation = plausibly(input, readAs, platform);
    if (interpretation !== undefined) return interpretation;
  }
  return null;
}
