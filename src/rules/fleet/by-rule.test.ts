import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Finding} from '../finding.ts';
import {byRule, foundOnHosts} from './by-rule.ts';
import {toldApart} from './host.ts';

function finding(rule: string, facts: Partial<Finding> = {}): Finding {
  return {
    rule,
    severity: 'warning',
    certainty: 'likely',
    subject: {path: '/x'},
    what: 'What.',
    why: 'Why.',
    remedy: null,
    evidence: [],
    cause: rule,
    more: 'procdoc locks',
    ...facts,
  };
}

const host = (name: string) => ({name, file: `/r/${name}`, recordedAtMs: 0, unreadable: []});
const on = (name: string, ...findings: Finding[]) => ({host: host(name), answer: {findings}});

test('what was found stands by rule: the most severe first, then what is on most hosts', () => {
  const found = byRule(
    foundOnHosts([
      on('a', finding('locks/x'), finding('zombies/y', {severity: 'info'})),
      on('b', finding('fds/z'), finding('locks/x')),
      on('c', finding('fds/w', {severity: 'error'})),
    ]),
  );
  assert.deepEqual(
    found.map(({rule, severity, hosts}) => [rule, severity, hosts.map(one => one.host.name).join()]),
    [
      ['fds/w', 'error', 'c'],
      ['locks/x', 'warning', 'a,b'],
      ['fds/z', 'warning', 'b'],
      ['zombies/y', 'info', 'a'],
    ],
  );
});

test('of the hosts of a rule, the one with the worst finding stands first', () => {
  const [only] = byRule(
    foundOnHosts([
      on('a', finding('locks/x', {certainty: 'unknown'})),
      on('b', finding('locks/x')),
      on('c', finding('locks/x', {severity: 'error'})),
    ]),
  );
  assert.equal(only?.severity, 'error');
  assert.deepEqual(
    only?.hosts.map(one => one.host.name),
    ['c', 'b', 'a'],
  );
});

test('of several findings of a rule on a host, the worst and surest stands first', () => {
  const [row, ...others] = foundOnHosts([
    on(
      'a',
      finding('locks/x', {what: 'third', certainty: 'unknown'}),
      finding('locks/x', {what: 'second'}),
      finding('locks/x', {what: 'first', severity: 'error'}),
    ),
  ]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    row?.findings.map(({what}) => what),
    ['first', 'second', 'third'],
  );
});

test('hosts of one name go by their files, too', () => {
  const answers = ['a', 'b'].map(file => ({host: {...host('web'), file}}));
  assert.deepEqual(
    toldApart([...answers, {host: host('db')}]).map(one => one.host.name),
    ['web (a)', 'web (b)', 'db'],
  );
});
