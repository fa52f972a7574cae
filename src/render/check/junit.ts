import {type Check, type Judgement, outcomeOf} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';
import {detailLines, messageLine} from './details.ts';
import {titleText} from './words.ts';

/**
 * JUnit's XML, as CI servers read it: a test case for each check. What was found is a failure; what could not be
 * seen is an error, or skipped where the policy lets it pass.
 */
export function junitLines(judgement: Judgement): string[] {
  return suitesLines([suiteOf(judgement, 'procdoc check')]);
}

/** A suite of test cases, and how many there are of each kind. */
export interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** The lines inside of its element. */
  readonly lines: readonly string[];
}

/** The checks of one machine as a suite. */
export function suiteOf(judgement: Judgement, name: string): Suite {
  const {checks, files} = judgement;
  const count = (element: string) =>
    checks.filter(check => elementOf(check, judgement)?.name === element).length;
  return {
    name,
    tests: checks.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    lines: [
      '    <properties>',
      ...Object.entries(files).map(
        ([key, file]) => `      <property name="${key}" value="${escapedXml(printable(file ?? 'none'))}"/>`,
      ),
      '    </properties>',
      ...checks.flatMap(check => testCase(check, judgement)),
    ],
  };
}

/** The document with these suites. */
export function suitesLines(suites: readonly Suite[]): string[] {
  const sum = (of: 'tests' | 'failures' | 'errors') => suites.reduce((all, suite) => all + suite[of], 0);
  const counts = (tests: number, failures: number, errors: number) =>
    `tests="${tests}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="procdoc check" ${counts(sum('tests'), sum('failures'), sum('errors'))}>`,
    ...suites.flatMap(({name, tests, failures, errors, skipped, lines}) => [
      `  <testsuite name="${escapedXml(name)}" ${counts(tests, failures, errors)} skipped="${skipped}">`,
      ...lines,
      '  </testsuite>',
    ]),
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
