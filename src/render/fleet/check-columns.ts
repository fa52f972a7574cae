import type {Check, Judgement} from '../../policy/judgement.ts';
import type {Host, HostAnswer} from '../../rules/fleet/host.ts';
import {foundTexts, unseenTexts} from '../check/details.ts';
import type {Column} from '../listings/columns.ts';

/** A check that is not simply ok, on a host. */
export interface CheckOnHost {
  readonly host: Host;
  readonly check: Check;
}

export const checkColumns: readonly Column<CheckOnHost>[] = [
  {name: 'host', help: 'the host', of: ({host}) => host.name},
  {name: 'check', help: 'a rule, limit or expectation', of: ({check}) => check.id},
  {name: 'about', help: 'what an expectation is about', of: ({check}) => check.about},
  {name: 'status', help: 'ignored, unknown, warning or critical', of: ({check}) => check.status},
  {name: 'found', help: 'what was found', of: ({check}) => foundTexts(check).join(' ') || null},
  {name: 'unseen', help: 'what could not be seen', of: ({check}) => unseenTexts(check).join(' ') || null},
  {name: 'recording', help: 'the recording of the host', of: ({host}) => host.file},
];

export const defaultCheckColumns = ['host', 'check', 'status', 'found'];

/** A row for each check on each host, but those where there is nothing to say. */
export function checkRows(answers: readonly HostAnswer<{readonly judgement: Judgement}>[]): CheckOnHost[] {
  return answers.flatMap(({host, answer}) =>
    answer.judgement.checks.filter(({status}) => status !== 'ok').map(check => ({host, check})),
  );
}
