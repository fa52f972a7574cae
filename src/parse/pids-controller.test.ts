import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePidsEvents, parsePidsMax, parseTaskCount} from './pids-controller.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('a number of tasks is one decimal number', () => {
  assert.equal(parseTaskCount(bytes('9249\n')), 9249);
  assert.equal(parseTaskCount(bytes('0\n')), 0);
  for (const text of ['', '\n', 'max\n', '-1\n', '9 9\n', '9\n9\n', '1'.repeat(40), '\xff'])
    assert.equal(parseTaskCount(bytes(text)), undefined, text);
});

test('a limit is a number, or "max": none', () => {
  assert.equal(parsePidsMax(bytes('9250\n')), 9250);
  assert.equal(parsePidsMax(bytes('max\n')), Number.POSITIVE_INFINITY);
  for (const text of ['', 'maximum\n', 'max 3\n', '-1\n']) assert.equal(parsePidsMax(bytes(text)), undefined);
});

test('pids.events counts on its line "max"', () => {
  assert.equal(parsePidsEvents(bytes('max 17\n')), 17);
  assert.equal(parsePidsEvents(bytes('other 1\nmax 0\n')), 0);
  for (const text of ['', 'max\n', 'maxx 3\n', 'max x\n'])
    assert.equal(parsePidsEvents(bytes(text)), undefined);
});
