import assert from 'node:assert/strict';
import {it} from 'node:test';
import {Parser} from '@oclif/core';
import {UsageError} from './failures.ts';
import {durationFlag} from './values.ts';

async function secondsOf(text: string): Promise<unknown> {
  const {flags} = await Parser.parse(['--for', text], {flags: {for: durationFlag({min: 0.1})}});
  return flags.for;
}

it('a duration is written as timeout(1), systemd and Prometheus take it, and is seconds', async () => {
  const texts = ['500ms', '1.5', '2s', '2m', '1h', '0.5d'];
  assert.deepEqual(await Promise.all(texts.map(secondsOf)), [0.5, 1.5, 2, 120, 3600, 43_200]);
  for (const text of ['', '-1', '1 h', '1y', '1h30m', '50ms'])
    await assert.rejects(secondsOf(text), UsageError);
});
