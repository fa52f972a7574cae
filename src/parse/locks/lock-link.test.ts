import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseLockLink} from './lock-link.ts';

for (const [text, pid, host, pidNamespace] of [
  ['ann@db.example.org.4711', 4711, 'db.example.org', null],
  ['ann@db.4711:1700000000', 4711, 'db', null],
  ['db/f0000001:4711', 4711, 'db', 0xf0000001],
  ['db:4711', 4711, 'db', null],
  ['192.0.2.1:+4711', 4711, '192.0.2.1', null],
] as const)
  test(`a lock link to ${text} names its owner`, () =>
    assert.deepEqual(parseLockLink(text), {pid, host, pidNamespace}));

test('a link to a file names nobody', () => {
  for (const text of [
    '../lib/x.so.1',
    '/etc/alternatives/vi',
    'x.4711',
    '',
    'a@b.0',
    'a@b.99999999999',
    'db:',
  ])
    assert.equal(parseLockLink(text), undefined, text);
});
