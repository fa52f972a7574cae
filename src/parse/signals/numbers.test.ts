import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as numbers from './numbers.ts';
import {signalNumber} from './signals.ts';

test('each signal has the number that the table of signals gives it on Linux', () => {
  for (const [name, number] of Object.entries(numbers)) assert.equal(signalNumber(name), number, name);
});
