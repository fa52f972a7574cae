import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deviceNumbers, pseudoterminalOf} from './device.ts';

test('a device number is split as makedev(3) put it together', () => {
  assert.equal(deviceNumbers(0xfe00), '254:0');
  assert.equal(deviceNumbers(0x10_0302), '3:258');
  assert.equal(deviceNumbers(0x12_0000_0801), '8:18874369');
});

test('a pseudoterminal has a number by its device', () => {
  assert.equal(pseudoterminalOf(0x8800), 0);
  assert.equal(pseudoterminalOf(0x8807), 7);
  assert.equal(pseudoterminalOf(0x8901), 257);
  assert.equal(pseudoterminalOf(0x401), undefined);
  assert.equal(pseudoterminalOf(0), undefined);
});
