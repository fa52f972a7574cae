import type {Platform} from '../signals/signals.ts';
import type {WaitStatus} from '../wait-status/wait-status.ts';
import {alternativesOf, isLikelier, plausibly, type StatusAlternative} from './alternatives.ts';
import {READERS, type ReadAs} from './readers.ts';

export type {ReadAs, StatusAlternative};

/** All readings, the default first. */
export const READINGS = Object.keys(READERS) as readonly ReadAs[];

/** A status under the reading that was asked for. The wait status is what waitpid(2) gave to whoever wrote it so. */
export interface StatusReading extends WaitStatus {
  /** The text as it was given. */
  readonly input: string;
  readonly readAs: ReadAs;
  /** Whether nobody said how to read it, and it more likely means this than a raw wait status. */
  readonly guessed: boolean;
  /** Whether somebody can have got it. */
  readonly plausible: boolean;
  /** Why not: a clause to follow "because", without a full stop; null where plausible. */
  readonly implausibleBecause: string | null;
  /** One or two sentences. */
  readonly meaning: string;
  /** Likely causes, most frequent first; short phrases. */
  readonly causes: readonly string[];
  /**
   * Other plausible readings of it, the most likely first; none that says the same. Of a guessed reading the raw
   * wait status is the first, plausible or not.
   */
  readonly alternatives: readonly StatusAlternative[];
}

/** What a text says as a status; or the sentence that names what is wrong with it and shows what is accepted. */
export type StatusResult =
  | {readonly ok: true; readonly reading: StatusReading}
  | {readonly ok: false; readonly problem: string};

/**
 * Reads one status as its author wrote it, and tells what else the same text may mean. Where nobody says who wrote
 * it, it is a raw wait status, or what it more likely means.
 */
export function readStatus(input: string, readAs?: ReadAs, platform: Platform = 'linux'): StatusResult {
  const result = readAuthored(input, readAs ?? 'wait', platform);
  if (!result.ok || readAs !== undefined) return result;
  const raw = result.reading;
  const [first, ...others] = raw.alternatives;
  const likelier = first && isLikelier(raw) ? readAuthored(input, first.readAs, platform) : undefined;
  if (!likelier?.ok) return result;
  const {summary, plausible, implausibleBecause, meaning, causes} = raw;
  const asWritten = {readAs: raw.readAs, summary, plausible, implausibleBecause, meaning, causes};
  return {ok: true, reading: {...likelier.reading, guessed: true, alternatives: [asWritten, ...others]}};
}

function readAuthored(input: string, readAs: ReadAs, platform: Platform): StatusResult {
  const asked = READERS[readAs](input, platform);
  if (!asked.ok) return {ok: false, problem: asked.problem + hint(input, platform)};
  const {status, implausibleBecause, meaning, causes} = asked.interpretation;
  const alternatives = alternativesOf(input, readAs, asked.interpretation, platform);
  const judged = {plausible: implausibleBecause === null, implausibleBecause, meaning, causes};
  return {ok: true, reading: {...status, input, readAs, guessed: false, ...judged, alternatives}};
}

/** Where the text is of another reading's form, that reading by name. */
function hint(input: string, platform: Platform): string {
  for (const readAs of READINGS) {
    const interpretation = plausibly(input, readAs, platform);
    if (interpretation !== undefined)
      return ` With --as ${readAs} it is read: ${interpretation.status.summary}.`;
  }
  return '';
}
