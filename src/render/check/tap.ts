import {type Check, type Judgement, outcomeOf} from '../../policy/judgement.ts';
import {checkName, detailLines, messageLine} from './details.ts';
import {filesText} from './summary.ts';

/** The Test Anything Protocol, version 14: testanything.org. */
export function tapLines(judgement: Judgement): string[] {
  const {checks} = judgement;
  const points = checks.map((check, at) => testPoint(check, `${at + 1} - ${checkName(check)}`, judgement));
  return [...tapHead(checks.length, judgement), ...points.flat()];
}

/** The lines before the test points: how many there are, and under which policy. */
export function tapHead(count: number, judgement: Pick<Judgement, 'files'> | undefined): string[] {
  return ['TAP version 14', `1..${count}`, ...(judgement ? [`# ${filesText(judgement)}`] : [])];
}

/** @param title the number of the check, and its name */
export function testPoint(check: Check, title: string, judgement: Judgement): string[] {
  const name = escaped(title);
  switch (outcomeOf(check, judgement)) {
    case 'passed':
      return [`ok ${name}`];
    case 'skipped':
      return [`ok ${name} # SKIP ${escaped(messageLine(check))}`];
    case 'failed':
      return [`not ok ${name}`, ...diagnostics(check)];
  }
}

/** A YAML block; its strings are JSON, which is YAML. */
function diagnostics(check: Check): string[] {
  return [
    '  ---',
    `  status: ${check.status}`,
    `  message: ${JSON.stringify(messageLine(check))}`,
    '  details:',
    ...detailLines(check).map(line => `    - ${JSON.stringify(line)}`),
    '  ...',
  ];
}

/** "#" begins a directive, and a backslash escapes it. */
function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, String.raw`\$&`);
}
