import {type Check, checkStatuses, type Judgement} from '../../policy/judgement.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import {checkName, failureName} from '../check/details.ts';
import {type Annotated, annotatedOf, annotationLines} from '../check/github.ts';
import {escapedXml, type Suite, suiteOf, suitesLines} from '../check/junit.ts';
import {filesText} from '../check/summary.ts';
import {tapHead, testPoint} from '../check/tap.ts';
import {problemText} from '../failures/problem.ts';
import {printable} from '../safe-text.ts';
import {type BrokenRecording, brokenTitle} from './broken.ts';
import {fleetSummaryText} from './check-summary.ts';

type Judged = HostAnswer<{readonly judgement: Judgement}>;

/** JUnit's XML with a suite for each host, and one with an error for each recording that can't be answered from. */
export function fleetJunitLines(answers: readonly Judged[], broken: readonly BrokenRecording[]): string[] {
  return suitesLines([
    ...answers.map(({host, answer}) => suiteOf(answer.judgement, host.name)),
    ...broken.map(brokenSuite),
  ]);
}

function brokenSuite(one: BrokenRecording): Suite {
  const message = escapedXml(printable(problemText(one.problem)));
  return {
    name: one.file,
    tests: 1,
    failures: 0,
    errors: 1,
    skipped: 0,
    lines: [
      `    <testcase classname="recording" name="${escapedXml(brokenTitle(one))}">`,
      `      <error type="unknown" message="${message}"/>`,
      '    </testcase>',
    ],
  };
}

/** The Test Anything Protocol: a test point for each check of each host, and for each broken recording. */
export function fleetTapLines(answers: readonly Judged[], broken: readonly BrokenRecording[]): string[] {
  const checks = checksOf(answers);
  const points = checks.flatMap(({host, check, judgement}, at) =>
    testPoint(check, `${at + 1} - ${host}: ${checkName(check)}`, judgement),
  );
  const missing = broken.flatMap((one, at) => [
    `not ok ${checks.length + at + 1} - ${brokenTitle(one).replaceAll(/[\\#]/g, String.raw`\$&`)}`,
    '  ---',
    `  message: ${JSON.stringify(printable(problemText(one.problem)))}`,
    '  ...',
  ]);
  return [...tapHead(checks.length + broken.length, answers[0]?.answer.judgement), ...points, ...missing];
}

/** Annotations of GitHub Actions: for each check that did not pass, and for each broken recording. */
export function fleetGithubLines(answers: readonly Judged[], broken: readonly BrokenRecording[]): string[] {
  const annotated: Annotated[] = checksOf(answers).flatMap(
    ({host, check, judgement}) => annotatedOf(check, `${host}: ${failureName(check)}`, judgement) ?? [],
  );
  const missing: Annotated[] = broken.map(one => ({
    kind: 'warning',
    title: brokenTitle(one),
    status: 'unknown',
    lines: [problemText(one.problem)],
  }));
  const files = answers.slice(0, 1).map(({answer}) => `; ${filesText(answer.judgement)}`);
  const worstFirst = annotated.sort(
    (a, b) => checkStatuses.indexOf(b.status) - checkStatuses.indexOf(a.status),
  );
  return [
    ...annotationLines([...worstFirst, ...missing]),
    `procdoc check: ${fleetSummaryText(answers, broken.length)}${files.join('')}`,
  ];
}

function checksOf(answers: readonly Judged[]): {host: string; check: Check; judgement: Judgement}[] {
  return answers.flatMap(({host, answer: {judgement}}) =>
    judgement.checks.map(check => ({host: printable(host.name), check, judgement})),
  );
}
