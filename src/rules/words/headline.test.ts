import assert from 'node:assert/strict';
import {test} from 'node:test';
import {allNamed, headlineOf} from './headline.ts';

const subjects = Array.from({length: 6}, (_, at) => ({process: {pid: 10 + at, comm: 'cat'}}));

test('the verb of a headline agrees with how many processes it names', () => {
  const say = (count: number) => headlineOf(subjects.slice(0, count), 'ignores SIGHUP', 'ignore SIGHUP');
  assert.equal(say(1), 'cat (10) ignores SIGHUP.');
  assert.equal(say(2), 'cat (10) and cat (11) ignore SIGHUP.');
});

test('of many processes a headline names four, and counts the others', () => {
  assert.equal(allNamed(subjects), 'cat (10), cat (11), cat (12), cat (13) and 2 more');
});
