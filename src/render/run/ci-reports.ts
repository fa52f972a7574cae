import type {Outcome} from '../../lifecycle/run/outcome.ts';
import {annotation} from '../check/github.ts';
import {escapedXml} from '../check/junit.ts';
import {outcomeText} from './outcome-text.ts';
import {commandLine, type RunCheck, runChecks} from './run-checks.ts';

/** JUnit's XML, as CI servers read it: a test case for the exit of the command, and for each kind of trouble. */
export function runJunit(outcome: Outcome): string[] {
  const checks = runChecks(outcome);
  const count = (what: RunCheck['outcome']) => checks.filter(check => check.outcome === what).length;
  const counts = `tests="${checks.length}" failures="${count('failed')}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="procdoc run" ${counts}>`,
    `  <testsuite name="procdoc run" ${counts} skipped="${count('tolerated')}">`,
    ...checks.flatMap(check => testCase(check, outcome)),
    '  </testsuite>',
    '</testsuites>',
  ];
}

function testCase({id, outcome: result, message}: RunCheck, outcome: Outcome): string[] {
  const start = `    <testcase classname="run/${id}" name="${escapedXml(commandLine(outcome))}"`;
  if (result === 'passed') return [`${start}/>`];
  const inner =
    result === 'tolerated'
      ? `<skipped message="${escapedXml(message)}"/>`
      : `<failure type="${id}" message="${escapedXml(message)}">${escapedXml(outcomeText(outcome).join('\n'), '\n')}</failure>`;
  return [`${start}>`, `      ${inner}`, '    </testcase>'];
}

/** Workflow commands of GitHub Actions, which become annotations: an error for what failed, a warning for what is tolerated. */
export function runGithub(outcome: Outcome): string[] {
  const details = outcomeText(outcome);
  return runChecks(outcome)
    .filter(check => check.outcome !== 'passed')
    .map(({id, outcome: result, message}) =>
      annotation(result === 'failed' ? 'error' : 'warning', `run: ${id}`, [
        `${commandLine(outcome)}: ${message}`,
        ...details,
      ]),
    );
}
