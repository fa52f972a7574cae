import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ObjectsOfProcess} from '../kernel-objects.ts';
import {LastRuns} from './last-runs.ts';

const line = 'se.exec_start                                :      16809051.020055\n';

/** Of processes with this number in the kernel's memory, and files. */
function lastRuns(lastRunNs: bigint | undefined, files: Readonly<Record<string, string>> = {}): LastRuns {
  const objects = lastRunNs === undefined ? undefined : ({lastRunNs} as ObjectsOfProcess);
  return new LastRuns(() => objects, {textOf: name => files[name]});
}

test('a line is written as the kernel writes it, once a file has shown that', () => {
  const runs = lastRuns(16_809_051_020_055n, {'7/task/7/sched': line});
  assert.equal(runs.lineOf('8', '8/task/8/sched'), undefined);
  runs.wasRead('7', '7/task/7/stat');
  assert.equal(runs.lineOf('8', '8/task/8/sched'), undefined);
  runs.wasRead('7', '7/task/7/sched');
  assert.equal(runs.lineOf('8', '8/task/8/sched'), line);
  for (const file of ['8/sched', '8/task/9/sched', '8/task/8/stat'])
    assert.equal(runs.lineOf('8', file), undefined);
});

test('a number beyond 2^53 is exact', () => {
  const long = 'se.exec_start                                :   18446744073.709551\n';
  const runs = lastRuns(18_446_744_073_709_551n, {'7/task/7/sched': long});
  runs.wasRead('7', '7/task/7/sched');
  assert.equal(runs.lineOf('7', '7/task/7/sched'), long);
});

test('where the kernel writes another line, every file is read', () => {
  const runs = lastRuns(16_809_051_020_055n, {
    '7/task/7/sched': line.replace(':   ', ': '),
    '8/task/8/sched': line,
  });
  runs.wasRead('7', '7/task/7/sched');
  runs.wasRead('8', '8/task/8/sched');
  assert.equal(runs.lineOf('8', '8/task/8/sched'), undefined);
});

test('of a process that has run since, the file is read', () => {
  const runs = lastRuns(undefined, {'7/task/7/sched': line});
  runs.wasRead('7', '7/task/7/sched');
  assert.equal(runs.lineOf('7', '7/task/7/sched'), undefined);
});
