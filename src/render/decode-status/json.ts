import type {
  Interpretation,
  RefusedText,
  StatusReading,
} from '../../parse/status-readings/status-readings.ts';
import type {DecodeStatusContent} from '../contract/decode-status.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {doubtText} from './doubt-text.ts';
import {explanationOf} from './explain-status.ts';
import {problemText} from './problem-text.ts';
import {summaryText} from './summary.ts';

type StatusContent = DecodeStatusContent['statuses'][number];
type AlternativeContent = StatusContent['alternatives'][number];

/** The `decode-status` answer as the JSON contract has it; not complete where something given is no status. */
export function decodeStatusJson(
  readings: readonly StatusReading[],
  refused: readonly RefusedText[] = [],
): DecodeStatusContent & {complete: boolean} {
  return {
    complete: refused.length === 0,
    statuses: readings.map(statusJson),
    refused: refused.map(({text, line, refused: why}) => ({
      input: text,
      line: line ?? null,
      because: problemText(why),
    })),
  };
}

function statusJson(reading: StatusReading): StatusContent {
  const {input, taken, guessed, notation, status, alternatives} = reading;
  return {
    ...waitStatusJson(status),
    summary: summaryText(reading),
    input,
    taken,
    readAs: notation.readAs,
    guessed,
    ...judgementJson(reading),
    alternatives: alternatives.map(alternativeJson),
  };
}

function alternativeJson(other: Interpretation): AlternativeContent {
  return {readAs: other.notation.readAs, summary: summaryText(other), ...judgementJson(other)};
}

function judgementJson(interpretation: Interpretation): Omit<AlternativeContent, 'readAs' | 'summary'> {
  const {doubt} = interpretation;
  return {
    plausible: doubt === null,
    implausibleBecause: doubt && doubtText(doubt),
    ...explanationOf(interpretation),
  };
}
