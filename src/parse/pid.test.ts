import assert from 'node:assert/strict';
import {test} from 'node:test';
import {PID_MAX_LIMIT, parsePid} from './pid.ts';

test('a pid is a number from 1 to the limit of the kernel', () => {
  assert.deepEqual(['1', '4711', '4194304'].map(parsePid), [1, 4711, PID_MAX_LIMIT]);
});

test('anything else is no pid', () => {
  for (const text of ['', '0', '-1', '+1', '01', '1.5', '1e3', '0x10', ' 1', '1 ', '1\n', 'self', '4194305'])
    assert.equal(parsePid(text), undefined, text);
});
