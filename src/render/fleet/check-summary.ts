import type {CheckStatus, Judgement} from '../../policy/judgement.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import {counted} from '../page.ts';
import {countedHosts} from './hosts.ts';

/** "2 critical, 1 warning, 37 ok of 40 hosts; 1 broken recording": the hosts by their status, the worst first. */
export function fleetSummaryText(
  answers: readonly HostAnswer<{readonly judgement: Judgement}>[],
  broken: number,
): string {
  const counts = (['critical', 'warning', 'unknown', 'ok'] as const).flatMap(status => {
    const count = answers.filter(({answer}) => answer.judgement.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const hosts = `${counts.join(', ')} of ${countedHosts(answers.length)}`.trimStart();
  return broken === 0 ? hosts : `${hosts}; ${counted(broken, 'broken recording')}`;
}

/** How many hosts failed, in a line, for a log next to the file that has the answer. */
export function fleetLogLine(
  answers: readonly HostAnswer<{readonly judgement: Judgement}>[],
  broken: number,
  status: CheckStatus,
  file: string,
): string {
  return `${status}: ${fleetSummaryText(answers, broken)}; details in ${file}`;
}
