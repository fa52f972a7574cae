import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Finding} from '../finding.ts';
import {casesOf} from './cases.ts';

function finding(what: string, pid: number, cause: string, culprit?: number): Finding {
  const named = (of: number) => ({pid: of, startTicks: 1, comm: 'x'});
  return {
    ...{rule: 'a/b', severity: 'error', certainty: 'proven', why: '', remedy: null, evidence: []},
    ...{subject: named(pid), what, cause, more: ''},
    culprit: culprit === undefined ? undefined : named(culprit),
  } as Finding;
}

const whats = (findings: readonly Finding[]) =>
  casesOf(findings).map(one => one.findings.map(({what}) => what));

test('findings of one culprit are a case, whatever they are about', () => {
  const found = [finding('lock', 1, 'lock', 7), finding('port', 7, 'port'), finding('other', 2, 'other')];
  assert.deepEqual(whats(found), [['lock', 'port'], ['other']]);
});

test('findings of one cause are a case, whoever they are about', () => {
  assert.deepEqual(whats([finding('a', 1, 'giver'), finding('b', 2, 'giver')]), [['a', 'b']]);
});

test('what two cases turn out to have in common makes them one, at the place of the first', () => {
  const found = [finding('a', 1, 'x'), finding('b', 2, 'y'), finding('c', 3, 'z'), finding('d', 1, 'z')];
  assert.deepEqual(whats(found), [['a', 'c', 'd'], ['b']]);
});

test('a pid that was used again is another culprit', () => {
  const later = {...finding('b', 1, 'y'), subject: {pid: 1, startTicks: 2, comm: 'x'}};
  assert.deepEqual(whats([finding('a', 1, 'x'), later]), [['a'], ['b']]);
});
