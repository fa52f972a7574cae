import type {Judgement} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';
import {failureTexts} from './details.ts';
import {summaryText} from './summary.ts';

/** The exit statuses of a custom plugin of node-problem-detector: no problem, a problem, and not known. */
export const npdStates = {ok: 0, warning: 1, critical: 1, unknown: 2} as const;

/** Where node-problem-detector cuts the message of a plugin, as it is configured by default (max_output_length). */
const MOST_BYTES = 80;

const CUT_OFF = '...';

/** What node-problem-detector makes the message of an event, or of a condition of the node: one line. */
export function npdLines(judgement: Judgement): string[] {
  const [worst] = failureTexts(judgement);
  return [npdText(worst ?? summaryText(judgement))];
}

/** A message that fits. */
export function npdText(text: string): string {
  const line = printable(text);
  if (Buffer.byteLength(line) <= MOST_BYTES) return line;
  const kept: string[] = [];
  let room = MOST_BYTES - CUT_OFF.length;
  for (const character of line) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    kept.push(character);
  }
  return `${kept.join('').trimEnd()}${CUT_OFF}`;
}
