import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseListenAddress} from './listen-address.ts';

describe('an address to listen at', () => {
  for (const [text, host, port] of [
    ['127.0.0.1:9957', '127.0.0.1', 9957],
    ['0.0.0.0:80', '0.0.0.0', 80],
    ['[::1]:9957', '::1', 9957],
    ['[fe80::1%eth0]:9957', 'fe80::1%eth0', 9957],
    ['localhost:0', 'localhost', 0],
    [':9957', null, 9957],
    ['*:9957', null, 9957],
    ['9957', '127.0.0.1', 9957],
  ] as const)
    it(`"${text}" is ${host ?? 'every address'}, port ${port}`, () =>
      assert.deepEqual(parseListenAddress(text, '127.0.0.1'), {host, port}));

  for (const text of [
    '',
    ':',
    'web1',
    '127.0.0.1',
    '127.0.0.1:',
    '1:2:3',
    '::1:9957',
    ':65536',
    'web1:80',
    '[x]:1',
    ':-1',
  ])
    it(`"${text}" is none`, () => assert.equal(parseListenAddress(text, '127.0.0.1'), undefined));
});
