import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pseudoterminalOf} from './terminal-device.ts';

test('a pseudoterminal has a number by its device', () => {
  assert.equal(pseudoterminalOf(0x8800), 0);
  assert.equal(pseudoterminalOf(0x8807), 7);
  assert.equal(pseudoterminalOf(0x8901), 257);
  assert.equal(pseudoterminalOf(0x401), undefined);
  assert.equal(pseudoterminalOf(0), undefined);
});
