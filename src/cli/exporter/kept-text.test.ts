import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {KeptText} from './kept-text.ts';

describe('a text that is kept', () => {
  it('is made once for all who ask while it is made, and after that for as long as it is kept', async () => {
    let made = 0;
    const text = new KeptText(async () => `${++made}`, 60_000);
    assert.deepEqual(await Promise.all([text.get(), text.get()]), ['1', '1']);
    assert.equal(await text.get(), '1');
  });

  it('is made again once it is old', async () => {
    let made = 0;
    const text = new KeptText(async () => `${++made}`, -1);
    assert.equal(await text.get(), '1');
    assert.equal(await text.get(), '2');
  });

  it('that can’t be made is tried again', async () => {
    let tries = 0;
    const text = new KeptText(async () => {
      tries++;
      if (tries === 1) throw new Error('once');
      return 'made';
    }, 60_000);
    await assert.rejects(text.get(), /once/);
    assert.equal(await text.get(), 'made');
  });
});
