import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseNetInet} from './net-inet.ts';

const heading =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, remote: string, state: string, inode = 77) =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
const one = (local: string, remote: string, state: string) =>
  parseNetInet(Buffer.from(heading + line(local, remote, state)))[0];

describe('/proc/net/tcp', () => {
  it('has listeners without a peer', () => {
    assert.deepEqual(one('0100007F:1F90', '00000000:0000', '0A'), {
      inode: 77,
      local: '127.0.0.1:8080',
      remote: null,
      state: 'LISTEN',
    });
  });

  it('has connections with both ends', () => {
    const socket = one('0100007F:1F90', '0200007F:C001', '01');
    assert.equal(socket?.remote, '127.0.0.2:49153');
    assert.equal(socket?.state, 'ESTABLISHED');
  });

  for (const [hex, text] of [
    ['00000000000000000000000000000000', '[::]:80'],
    ['00000000000000000000000001000000', '[::1]:80'],
    ['0000000000000000FFFF00000100007F', '[::ffff:127.0.0.1]:80'],
    ['B80D0120000000000000000001000000', '[2001:db8::1]:80'],
    ['000080FE00000000000000000000FF00', '[fe80::ff:0]:80'],
    ['B80D0120010000000100000001000000', '[2001:db8:0:1:0:1:0:1]:80'],
  ] as const) {
    it(`writes an IPv6 address as ${text}`, () => {
      assert.equal(one(`${hex}:0050`, `${'0'.repeat(32)}:0000`, '0A')?.local, text);
    });
  }

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parseNetInet(Buffer.from(text))));
  });
});
