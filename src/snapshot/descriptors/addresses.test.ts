import assert from 'node:assert/strict';
import {test} from 'node:test';
import {occupies, parseAddress} from './addresses.ts';

const at = (text: string) => parseAddress(text) ?? assert.fail(text);

test('a wildcard takes the port at every address, that of IPv4 only those of IPv4', () => {
  assert.ok(occupies('0.0.0.0:80', at('127.0.0.1:80')));
  assert.ok(!occupies('0.0.0.0:80', at('[::1]:80')));
  assert.ok(occupies('[::]:80', at('127.0.0.1:80')));
  assert.ok(occupies('[::]:80', at('[::1]:80')));
  assert.ok(occupies('127.0.0.1:80', {address: null, port: 80}));
});

test('an address takes itself, also as IPv6 writes one of IPv4, and no other port', () => {
  assert.ok(occupies('[::ffff:127.0.0.1]:80', at('127.0.0.1:80')));
  assert.ok(occupies('127.0.0.1:80', at('[::ffff:127.0.0.1]:80')));
  assert.ok(!occupies('127.0.0.1:80', at('127.0.0.2:80')));
  assert.ok(!occupies('0.0.0.0:8080', at('127.0.0.1:80')));
  assert.equal(parseAddress('/run/socket'), undefined);
});
