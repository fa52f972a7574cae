import {type Judgement, type Measured, outcomeOf, worstFirst} from '../../policy/judgement.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {printable} from '../safe-text.ts';
import {foundTexts, unseenTexts} from './details.ts';
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

/** What was found, the worst first; then what could not be seen, once a reason. */
function failureTexts(judgement: Judgement): string[] {
  const failed = worstFirst(judgement.checks.filter(check => outcomeOf(check, judgement) === 'failed'));
  const found = failed.flatMap(check => foundTexts(check).map(message => `${check.id}: ${message}`));
  const unseen = failed.flatMap(check => unseenTexts(check).map(reason => ({id: check.id, reason})));
  const reasons = [...groupBy(unseen, ({reason}) => reason)].map(
    ([reason, alike]) => `${alike.length === 1 ? alike[0]?.id : `${alike.length} checks`}: ${reason}`,
  );
  return [...found, ...reasons].map(text => text.replace(/\.$/, ''));
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
