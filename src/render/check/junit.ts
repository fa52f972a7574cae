import {type Check, type Judgement, outcomeOf} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';
import {detailLines, messageLine} from './details.ts';
import {titleText} from './words.ts';

/**
 * JUnit's XML, as CI servers read it: a test case for each check. What was found is a failure; what could not be
 * seen is an error, or skipped where the policy lets it pass.
 */
export function junitLines(judgement: Judgement): string[] {
  const {checks, files} = judgement;
  const count = (element: string) =>
    checks.filter(check => elementOf(check, judgement)?.name === element).length;
  const counts = `tests="${checks.length}" failures="${count('failure')}" errors="${count('error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="procdoc check" ${counts}>`,
    `  <testsuite name="procdoc check" ${counts} skipped="${count('skipped')}">`,
    '    <properties>',
    ...Object.entries(files).map(
      ([name, file]) => `      <property name="${name}" value="${escapedXml(printable(file ?? 'none'))}"/>`,
    ),
    '    </properties>',
    ...checks.flatMap(check => testCase(check, judgement)),
    '  </testsuite>',
    '</testsuites>',
  ];
}

function testCase(check: Check, judgement: Judgement): string[] {
  const start = `    <testcase classname="${escapedXml(check.id)}" name="${escapedXml(titleText(check.subject))}"`;
  const element = elementOf(check, judgement);
  if (element === undefined) return [`${start}/>`];
  const {name, type} = element;
  const inner =
    type === undefined
      ? `      <${name} message="${escapedXml(messageLine(check))}"/>`
      : `      <${name} type="${type}" message="${escapedXml(messageLine(check))}">${escapedXml(detailLines(check).join('\n'), '\n')}</${name}>`;
  return [`${start}>`, inner, '    </testcase>'];
}

function elementOf(check: Check, judgement: Judgement): {name: string; type?: string} | undefined {
  switch (outcomeOf(check, judgement)) {
    case 'passed':
      return undefined;
    case 'skipped':
      return {name: 'skipped'};
    case 'failed':
      return {name: check.status === 'unknown' ? 'error' : 'failure', type: check.status};
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 has no way to write most control characters, not even as a reference, so they stand as \xNN. */
export function escapedXml(text: string, lineEnd = ' '): string {
  return text
    .split('\n')
    .map(line => printable(line).replace(/[&<>"]/g, char => entities[char] ?? char))
    .join(lineEnd);
}
