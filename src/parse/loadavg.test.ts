import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseLoadavg} from './loadavg.ts';

test('the tasks of a machine are counted behind the slash, and the last pid follows', () => {
  assert.deepEqual(parseLoadavg(Buffer.from('4.48 4.41 4.08 2/9133 30520\n')), {
    tasks: 9133,
    lastPid: 30_520,
  });
  for (const other of ['', '4.48 4.41 4.08\n', 'a b c 2/x 1\n', '0.05 0.17 1.08 1/90\n'])
    assert.equal(parseLoadavg(Buffer.from(other)), undefined, other);
});
