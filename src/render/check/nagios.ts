import {checkStatuses, type Judgement, type Measured, outcomeOf} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';
import {summaryText} from './summary.ts';

/** How many messages stand in the one line. */
const SHOWN = 5;

/** The states of the plugin API, which are its exit statuses. */
export const nagiosStates = {ok: 0, warning: 1, critical: 2, unknown: 3} as const;

/** What a Nagios plugin prints: one line with the state, the worst messages, and performance data. */
export function nagiosLine(judgement: Judgement): string {
  const failed = judgement.checks
    .filter(check => outcomeOf(check, judgement) === 'failed')
    .sort((a, b) => checkStatuses.indexOf(b.status) - checkStatuses.indexOf(a.status))
    .flatMap(({id, messages}) => messages.map(message => `${id}: ${message.replace(/\.$/, '')}`));
  const shown = [
    ...failed.slice(0, SHOWN),
    ...(failed.length > SHOWN ? [`and ${failed.length - SHOWN} more`] : []),
  ];
  const text = shown.length > 0 ? shown.join('; ') : summaryText(judgement);
  const data = judgement.measures.map(performanceDatum).join(' ');
  return `${nagiosText(judgement.status, text)} | ${data}`;
}

/** "PROCDOC UNKNOWN - text". What follows a "|" would be taken for performance data. */
export function nagiosText(status: keyof typeof nagiosStates, text: string): string {
  return `PROCDOC ${status.toUpperCase()} - ${printable(text).replaceAll('|', '/')}`;
}

/** label=value[unit];warning;critical;minimum, where "U" is a value that is not known. */
function performanceDatum({name, value, unit, warning, critical}: Measured): string {
  const number = value === null ? 'U' : `${Number(value.toFixed(3))}${unit}`;
  return `${name}=${number};${warning?.text ?? ''};${critical?.text ?? ''};0`;
}
