import {type Check, type CheckStatus, type Judgement, outcomeOf} from '../../policy/judgement.ts';
import {counted} from '../page.ts';
import {printable} from '../safe-text.ts';
import {detailLines, failureName} from './details.ts';
import {filesText, summaryText} from './summary.ts';

/** GitHub shows no more annotations of one kind for a step. */
const SHOWN = 10;

type Kind = 'error' | 'warning' | 'notice';

/** Workflow commands of GitHub Actions, which become annotations: one for each check that did not pass; then a line for the log. */
export function githubLines(judgement: Judgement): string[] {
  const lines = (['error', 'warning', 'notice'] as const).flatMap(kind =>
    annotations(
      kind,
      judgement.checks.filter(check => kindOf(check, judgement) === kind),
    ),
  );
  return [...lines, `procdoc check: ${summaryText(judgement)}; ${filesText(judgement)}`];
}

function kindOf(check: Check, judgement: Judgement): Kind | undefined {
  if (outcomeOf(check, judgement) === 'failed') return check.status === 'critical' ? 'error' : 'warning';
  return check.status === 'unknown' ? 'notice' : undefined;
}

/** Where there are too many, the last one shown names the others. */
function annotations(kind: Kind, checks: readonly Check[]): string[] {
  const shown = checks.slice(0, checks.length > SHOWN ? SHOWN - 1 : SHOWN);
  const others = checks.slice(shown.length);
  const lines = shown.map(check => annotation(kind, failureName(check), detailLines(check)));
  if (others.length === 0) return lines;
  const title = `${counted(others.length, 'more check')} of status ${statusesOf(others)}`;
  return [
    ...lines,
    annotation(
      kind,
      title,
      others.map(check => failureName(check)),
    ),
  ];
}

function statusesOf(checks: readonly Check[]): string {
  return [...new Set<CheckStatus>(checks.map(({status}) => status))].join(' or ');
}

/** A workflow command, with a title that begins with procdoc's name. */
export function annotation(kind: Kind, title: string, lines: readonly string[]): string {
  const message = lines.map(line => encoded(printable(line))).join('%0A');
  return `::${kind} title=${encodedProperty(`procdoc ${title}`)}::${message}`;
}

/** What @actions/core escapes in the message of a command. */
function encoded(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property ends at a comma, and the properties at a colon. */
function encodedProperty(text: string): string {
  return encoded(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
