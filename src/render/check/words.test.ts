import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {cards, findingOf} from '../../../test/support/recorded/judged.ts';
import {parseNagiosRange} from '../../parse/nagios-range.ts';
import type {CheckGap, CheckSubject, Complaint} from '../../policy/judgement.ts';
import {checkGapText, complaintText, excuseText, titleText} from './words.ts';

const script = {name: 'd.py', min: 1, max: 1, fresh: true};
const fd = {what: 'fd', errno: 'EACCES', pids: [1]};
const allowance = {rules: ['zombies'], name: 'nginx', user: 'www', script: null, cgroup: null, reason: null};

describe('the title of a check', () => {
  const titles: readonly (readonly [CheckSubject, string])[] = [
    [{kind: 'rule', card: cards.stopped}, 'the parent is stopped'],
    [{kind: 'limit', measure: 'zombie-age'}, 'the age of the oldest zombie is within its limits'],
    [{kind: 'script', expected: script}, 'd.py runs exactly once and is fresh'],
    [{kind: 'script', expected: {...script, max: 3, fresh: false}}, 'd.py runs 1 to 3 times'],
    [
      {kind: 'script', expected: {...script, max: Number.POSITIVE_INFINITY, fresh: false}},
      'd.py runs at least once',
    ],
    [
      {kind: 'port', expected: {target: ':80', holders: ['nginx', 'h*']}},
      'port :80 is held by nginx, h* and no other process',
    ],
    [{kind: 'lock', expected: {target: '/run/x', holders: []}}, 'no process holds lock /run/x'],
    [{kind: 'sigchld', expected: {process: 7, disposition: 'default'}}, 'process 7 has SIGCHLD default'],
  ];
  for (const [subject, text] of titles) it(`is: ${text}`, () => assert.equal(titleText(subject), text));
});

describe('what was found is a sentence', () => {
  const range = parseNagiosRange('0:5') ?? assert.fail();
  const inside = parseNagiosRange('@6:9') ?? assert.fail();
  const ignored = {status: 'ignored', excuse: {kind: 'baseline'}} as const;
  const fresh = {pid: 5, freshness: 'stale', reason: {kind: 'written', path: 'd.py'}} as const;
  const complaints: readonly (readonly [Complaint, string])[] = [
    [
      {kind: 'finding', judged: {finding: findingOf(cards.stopped, {what: 'It is so.'}), ...ignored}},
      'It is so (in the baseline).',
    ],
    [
      {kind: 'out-of-limits', measure: 'zombies', value: 7, range},
      'The number of zombies is 7 (allowed: 0:5).',
    ],
    [
      {kind: 'out-of-limits', measure: 'zombie-age', value: 7.04, range: inside},
      'The age of the oldest zombie is 7 s (not allowed: 6:9).',
    ],
    [{kind: 'script-count', expected: script, count: 0}, 'd.py runs 0 times, expected at least 1.'],
    [{kind: 'script-count', expected: script, count: 2}, 'd.py runs 2 times, expected at most 1.'],
    [
      {kind: 'not-fresh', name: 'd.py', script: fresh},
      'd.py (5) is stale: d.py was written or touched after the process started.',
    ],
    [{kind: 'wrong-holder', target: ':80', pid: 6, name: 'sleep'}, ':80 is held by sleep (6).'],
    [{kind: 'no-holder', target: ':80', pattern: 'nginx'}, ":80 isn't held by nginx."],
    [{kind: 'wrong-disposition', pid: 5, comm: 'x', disposition: 'ignored'}, 'x (5) has SIGCHLD ignored.'],
    [{kind: 'no-process', process: 7}, "Process 7 isn't running."],
  ];
  for (const [complaint, text] of complaints) it(text, () => assert.equal(complaintText(complaint), text));
});

describe('what could not be seen is a sentence', () => {
  const lessSevere = {kind: 'less-severe', severity: 'info', than: 'warning'} as const;
  const unclear = {pid: 5, freshness: 'unknown', reason: {kind: 'start-unknown'}} as const;
  const gaps: readonly (readonly [CheckGap, string])[] = [
    [{kind: 'rule', gap: fd, excuse: null}, "Not checked everywhere: /proc/1/fd can't be read (EACCES)."],
    [
      {kind: 'rule', gap: fd, excuse: lessSevere},
      "Not checked everywhere: /proc/1/fd can't be read (EACCES), and a finding would be below warning (info).",
    ],
    [
      {kind: 'rule', gap: fd, excuse: {kind: 'privileged'}},
      "Not checked everywhere: /proc/1/fd can't be read (EACCES), which takes CAP_BPF and CAP_PERFMON.",
    ],
    [
      {
        kind: 'rule',
        gap: {what: 'sigaction flags (SA_NOCLDWAIT)', errno: 'EXDEV', pids: []},
        excuse: {kind: 'privileged'},
      },
      "Not checked everywhere: sigaction flags (SA_NOCLDWAIT) can't be read (EXDEV), which takes the initial pid namespace.",
    ],
    [{kind: 'measure', measure: 'orphans'}, "The number of orphans isn't known."],
    [
      {kind: 'apparent', complaint: {kind: 'no-holder', target: ':80', pattern: 'nginx'}},
      ":80 isn't held by nginx, as far as can be seen.",
    ],
    [
      {kind: 'freshness', name: 'd.py', script: unclear},
      "Can't say whether d.py (5) is fresh: the start time of the process is unknown.",
    ],
    [{kind: 'target', target: '/x', errno: 'EACCES'}, "/x can't be looked at (EACCES)."],
    [
      {kind: 'other-holders', target: ':80', gap: {kind: 'unreadable', gap: fd}},
      "Another process may hold :80: /proc/1/fd can't be read (EACCES).",
    ],
    [
      {kind: 'other-holders', target: '/x', gap: {kind: 'invisible-lock-holder'}},
      "Another process may hold /x: a lock on it has a holder that isn't visible from here.",
    ],
    [{kind: 'disposition', pid: 5, comm: 'x'}, "The SIGCHLD disposition of x (5) can't be read."],
  ];
  for (const [gap, text] of gaps) it(text, () => assert.equal(checkGapText(gap), text));
});

it('an allowance is named by its reason, or else by its conditions', () => {
  assert.equal(excuseText({kind: 'allowed', allowance}), 'allowed for name nginx, user www');
  const reason = 'a known bug';
  assert.equal(excuseText({kind: 'allowed', allowance: {...allowance, reason}}), 'allowed: a known bug');
});
