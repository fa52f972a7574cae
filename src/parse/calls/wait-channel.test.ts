import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeWaitChannel} from './wait-channel.ts';

describe('the kernel function a task sleeps in', () => {
  it('shows what the task waits for, under the names of older and newer kernels', () => {
    assert.equal(decodeWaitChannel('pipe_read'), 'pipe-data');
    assert.equal(decodeWaitChannel('anon_pipe_read'), 'pipe-data');
    assert.equal(decodeWaitChannel('do_wait'), 'child');
  });

  it('is known with the suffix of a compiler too', () => {
    assert.equal(decodeWaitChannel('do_epoll_wait.isra.0'), 'watched-descriptors');
  });

  it('shows nothing where the function is unknown', () => {
    assert.equal(decodeWaitChannel('io_schedule'), undefined);
    assert.equal(decodeWaitChannel(''), undefined);
  });
});
