import {type CheckStatus, checkStatuses, type Judgement} from '../../policy/judgement.ts';
import {grouped} from '../../rules/words/listed.ts';
import {printable} from '../safe-text.ts';

/** "1 critical, 2 unknown, 24 ok": the checks by status, the worst first. */
export function summaryText({checks}: Judgement): string {
  const counts = countsOf(checks);
  return [...checkStatuses]
    .reverse()
    .flatMap(status => (counts[status] === 0 ? [] : `${grouped(counts[status])} ${status}`))
    .join(', ');
}

/** How many checks there are of each status. */
function countsOf(checks: Judgement['checks']): Record<CheckStatus, number> {
  const counts = {ok: 0, ignored: 0, unknown: 0, warning: 0, critical: 0};
  for (const {status} of checks) counts[status]++;
  return counts;
}

/** The files that decided: "policy /srv/procdoc.toml, baseline /srv/known.json", or that none did. */
export function filesText({files: {policy, baseline}}: Pick<Judgement, 'files'>): string {
  const known = baseline === null ? '' : `, baseline ${printable(baseline)}`;
  return `policy ${policy === null ? 'none' : printable(policy)}${known}`;
}
