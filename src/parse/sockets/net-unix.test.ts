import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseNetUnix} from './net-unix.ts';

const parse = (line: string) =>
  parseNetUnix(Buffer.from(`Num       RefCount Protocol Flags    Type St Inode Path\n${line}\n`));

describe('/proc/net/unix', () => {
  it('has listeners with their path', () => {
    assert.deepEqual(parse('0000000000000000: 00000002 00000000 00010000 0001 01 20417 /run/my socket'), [
      {inode: 20417, type: 'stream', state: 'LISTEN', name: '/run/my socket'},
    ]);
  });

  it('has unbound connections, abstract names and datagram sockets', () => {
    assert.equal(parse('0000000000000000: 00000003 00000000 00000000 0001 03 20418')[0]?.name, null);
    assert.equal(parse('0000000000000000: 00000002 00000000 00000000 0005 01 7 @x')[0]?.name, '@x');
    assert.equal(parse('0000000000000000: 00000002 00000000 00000000 0002 01 7')[0]?.type, 'datagram');
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parse(text)));
  });
});
