import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseExecStart} from './pid-sched.ts';

describe('/proc/PID/sched', () => {
  it('has the time when the task last ran', () => {
    const sched =
      'sleep (71, #threads: 1)\n-----\nse.exec_start                                :     19191.427501\nse.vruntime : 3.1\n';
    assert.equal(parseExecStart(Buffer.from(sched)), 19191.427501);
  });

  it('is not fooled by a comm that looks like the line', () => {
    assert.equal(parseExecStart(Buffer.from('se.exec_start:9 (7, #threads: 1)\n')), undefined);
  });
});
