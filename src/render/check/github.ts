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
  const annotated = judgement.checks.flatMap(
    check => annotatedOf(check, failureName(check), judgement) ?? [],
  );
  return [...annotationLines(annotated), `procdoc check: ${summaryText(judgement)}; ${filesText(judgement)}`];
}

/** What an annotation is made of. */
export interface Annotated {
  readonly kind: Kind;
  readonly title: string;
  readonly status: CheckStatus;
  readonly lines: readonly string[];
}

/** The annotation of a check that did not pass; undefined of one that did. */
export function annotatedOf(check: Check, title: string, judgement: Judgement): Annotated | undefined {
  const kind = kindOf(check, judgement);
  return kind && {kind, title, status: check.status, lines: detailLines(check)};
}

function kindOf(check: Check, judgement: Judgement): Kind | undefined {
  if (outcomeOf(check, judgement) === 'failed') return check.status === 'critical' ? 'error' : 'warning';
  return check.status === 'unknown' ? 'notice' : undefined;
}

/** The most severe kind first. Where there are too many of a kind, the last one shown names the others. */
export function annotationLines(annotated: readonly Annotated[]): string[] {
  return (['error', 'warning', 'notice'] as const).flatMap(kind => {
    const all = annotated.filter(one => one.kind === kind);
    const shown = all.slice(0, all.length > SHOWN ? SHOWN - 1 : SHOWN);
    const others = all.slice(shown.length);
    const lines = shown.map(one => annotation(kind, one.title, one.lines));
    if (others.length === 0) return lines;
    const statuses = [...new Set(others.map(({status}) => status))].join(' or ');
    const title = `${counted(others.length, 'more check')} of status ${statuses}`;
    return [
      ...lines,
      annotation(
        kind,
        title,
        others.map(one => one.title),
      ),
    ];
  });
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
