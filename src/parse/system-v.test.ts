import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseMessageQueues, parseSemaphoreSets} from './system-v.ts';

test('a message queue names who last sent to it and received from it, if anybody did', () => {
  const text = `       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime
         0          0   600           0          0  4711  4712     0     0     0     0 1764480000 1764480001 1764480000
-559038737      32769   644           8          1  4711     0  1000  1000     0     0 1764480000          0 1764480000
`;
  assert.deepEqual(parseMessageQueues(Buffer.from(text)), [
    {id: 0, sent: {pid: 4711, at: 1764480000}, received: {pid: 4712, at: 1764480001}},
    {id: 32769, sent: {pid: 4711, at: 1764480000}, received: {pid: null, at: 0}},
  ]);
});

test('a set of semaphores shows when one of them was last changed', () => {
  const text = `       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
     17000          5   600          2     0     0     0     0          0 1764480000
         0      98310   600          1     0     0     0     0 1764480007 1764480000
`;
  assert.deepEqual(parseSemaphoreSets(Buffer.from(text)), [
    {id: 5, changedAt: 0},
    {id: 98310, changedAt: 1764480007},
  ]);
});
