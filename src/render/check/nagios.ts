import type {Judgement, Measured} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';
import {failureTexts} from './details.ts';
import {filesText, summaryText} from './summary.ts';

/** How many messages stand in the one line. */
const SHOWN = 5;

/** The states of the plugin API, which are its exit statuses. */
export const nagiosStates = {ok: 0, warning: 1, critical: 2, unknown: 3} as const;

/**
 * What a Nagios plugin prints: one line with the state, the worst messages, and performance data; then, as long
 * output that monitors show on demand, under which policy that is.
 */
export function nagiosLines(judgement: Judgement): string[] {
  const messages = failureTexts(judgement);
  const shown = messages.slice(0, SHOWN);
  const more = messages.length > SHOWN ? [`and ${messages.length - SHOWN} more`] : [];
  const text = messages.length > 0 ? [...shown, ...more].join('; ') : summaryText(judgement);
  const data = judgement.measures.map(performanceDatum).join(' ');
  return [`${nagiosText(judgement.status, text)} | ${data}`, withoutBar(filesText(judgement))];
}

/** "PROCDOC UNKNOWN - text". What follows a "|" would be taken for performance data. */
export function nagiosText(status: keyof typeof nagiosStates, text: string): string {
  return `PROCDOC ${status.toUpperCase()} - ${withoutBar(printable(text))}`;
}

function withoutBar(text: string): string {
  return text.replaceAll('|', '/');
}

/** label=value[unit];warning;critical;minimum, where "U" is a value that is not known. */
function performanceDatum({name, value, unit, warning, critical}: Measured): string {
  const number = value === null ? 'U' : `${Number(value.toFixed(3))}${unit}`;
  return `${name}=${number};${warning?.text ?? ''};${critical?.text ?? ''};0`;
}
