import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deviceNumbers} from './device.ts';

test('a device number is split as makedev(3) put it together', () => {
  assert.equal(deviceNumbers(0xfe00), '254:0');
  assert.equal(deviceNumbers(0x10_0302), '3:258');
  assert.equal(deviceNumbers(0x12_0000_0801), '8:18874369');
});
