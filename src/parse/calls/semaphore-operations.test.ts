import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseSemaphoreNumbers} from './semaphore-operations.ts';

test('an array of struct sembuf names each semaphore once', () => {
  const operations = Int16Array.of(3, -1, 0, 65535, 1, 0, 3, 0, 0);
  assert.deepEqual(parseSemaphoreNumbers(Buffer.from(operations.buffer)), [3, 65535]);
  assert.deepEqual(parseSemaphoreNumbers(Buffer.alloc(5)), []);
});
