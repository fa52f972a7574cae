import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseTaskCount} from './loadavg.ts';

test('the tasks of a machine are counted behind the slash', () => {
  assert.equal(parseTaskCount(Buffer.from('4.48 4.41 4.08 2/9133 30520\n')), 9133);
  for (const other of ['', '4.48 4.41 4.08\n', 'a b c 2/x 1\n'])
    assert.equal(parseTaskCount(Buffer.from(other)), undefined);
});
