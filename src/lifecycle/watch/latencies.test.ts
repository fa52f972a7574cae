import assert from 'node:assert/strict';
import {it} from 'node:test';
import {Latencies} from './latencies.ts';

it('of many durations, the median is known to five percent, and the worst exactly', () => {
  const latencies = new Latencies();
  assert.deepEqual([latencies.median, latencies.worst], [undefined, undefined]);
  for (let ms = 1; ms <= 999; ms++) latencies.add(ms / 1000);
  assert.ok(Math.abs((latencies.median ?? 0) - 0.5) < 0.03, `${latencies.median}`);
  assert.equal(latencies.worst, 0.999);
});

it('no duration, and one of zero, are different', () => {
  const latencies = new Latencies();
  latencies.add(0);
  assert.deepEqual([latencies.median, latencies.worst], [0, 0]);
});
