import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseForks} from './forks.ts';

test('/proc/stat counts the tasks that were made, on a line of its own', () => {
  assert.equal(
    parseForks(Buffer.from('cpu  1 2 3\nctxt 7\nbtime 1\nprocesses 6939052\nprocs_running 1\n')),
    6_939_052,
  );
  for (const other of ['', 'processes\n', 'xprocesses 3\n', 'processes x\n'])
    assert.equal(parseForks(Buffer.from(other)), undefined, other);
});
