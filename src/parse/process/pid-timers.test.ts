import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePidTimers} from './pid-timers.ts';

const timer = (notify: string) =>
  `ID: 0\nsignal: 14/0000000000000000\nnotify: ${notify}/pid.4711\nClockID: 1\n`;

test('each timer has how it notifies', () => {
  const text = ['signal', 'thread', 'none'].map(timer).join('');
  assert.deepEqual(parsePidTimers(Buffer.from(text)), [
    {notifies: 'signal'},
    {notifies: 'thread'},
    {notifies: 'none'},
  ]);
});

test('no timers are an empty list, and a form that is not known is none', () => {
  assert.deepEqual(parsePidTimers(Buffer.alloc(0)), []);
  assert.equal(parsePidTimers(Buffer.from(timer('smoke'))), undefined);
});
