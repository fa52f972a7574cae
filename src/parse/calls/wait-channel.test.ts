import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeWaitChannel} from './wait-channel.ts';

describe('the kernel function a task sleeps in', () => {
  it('tells what it waits for, under the names of older and newer kernels', () => {
    assert.equal(decodeWaitChannel('pipe_read'), 'a pipe to read from');
    assert.equal(decodeWaitChannel('anon_pipe_read'), 'a pipe to read from');
    assert.equal(decodeWaitChannel('do_wait'), 'a child');
  });

  it('is known with the suffix of a compiler, too', () => {
    assert.equal(decodeWaitChannel('do_epoll_wait.isra.0'), 'descriptors it watches');
  });

  it('tells nothing where it is one we do not know', () => {
    assert.equal(decodeWaitChannel('io_schedule'), undefined);
    assert.equal(decodeWaitChannel(''), undefined);
  });
});
