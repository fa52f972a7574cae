import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';

describe('the id of a thread, where a process is asked for', () => {
  const tid = readdirSync('/proc/self/task')
    .map(Number)
    .find(id => id !== process.pid);
  assert.ok(tid !== undefined, 'Node runs no thread but its main one');

  for (const question of [
    ['diagnose', `${tid}`],
    ['diagnose', `${process.pid}`, `${tid}`],
    ['check', '--scope', `${tid}`],
    ['zombies', '--parent', `${tid}`],
    ['sigchld', `${tid}`],
    ['tree', `${tid}`],
    ['why', `${tid}`],
    ['inherited-fds', `${tid}`],
    ['holders', `${tid}:1`],
    ['record', `${tid}`, '-o', '/dev/null'],
  ]) {
    it(`is named as such, with its process: ${question[0]} of ${question.length - 1}`, async () => {
      const {status, stdout, stderr} = await askProcdoc(...question);
      assert.deepEqual([status, stdout], [3, '']);
      assert.ok(stderr.includes(`${tid} is a thread of `), stderr);
      assert.ok(stderr.includes(`(${process.pid})`), stderr);
    });
  }
});
