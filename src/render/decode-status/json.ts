import {signalName} from '../../parse/signals/signals.ts';
import type {
  Interpretation,
  RefusedText,
  StatusReading,
} from '../../parse/status-readings/status-readings.ts';
import type {Through} from '../../parse/wrappers/through.ts';
import type {DecodeStatusContent} from '../contract/decode-status.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {doubtText} from './doubt-text.ts';
import {explanationOf} from './explain-status.ts';
import {problemText} from './problem-text.ts';
import {summaryText} from './summary.ts';
import {rangesOf, throughOutcome} from './through-text.ts';

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
  const {input, taken, guessed, notation, status, alternatives, through} = reading;
  return {
    ...waitStatusJson(status),
    summary: summaryText(reading),
    input,
    taken,
    readAs: notation.readAs,
    guessed,
    ...judgementJson(reading),
    through: through && throughJson(through),
    alternatives: alternatives.map(alternativeJson),
  };
}

function throughJson(through: Through): NonNullable<StatusContent['through']> {
  const {wrappers, exits, signals, notStarted, itself, provesNothing, isPid1} = through;
  return {
    summary: throughOutcome(through),
    wrappers: wrappers.map(({name, asked, otherForms, version, signalRule}, at) => ({
      name,
      asked,
      otherForms,
      version,
      signalRule,
      pid1: isPid1 && at === wrappers.length - 1,
    })),
    exitStatuses: rangesOf(exits),
    signals: signals.map(nameOf),
    notStarted,
    itself: itself.map(one => ({
      wrapper: one.wrapper.name,
      failed: one.failed,
      signals: one.signals.map(nameOf),
    })),
    provesNothing,
  };
}

function nameOf(signal: number): string {
  return signalName(signal) ?? `${signal}`;
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
