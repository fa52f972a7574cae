import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseEpollTargets} from './epoll-targets.ts';

const parse = (text: string) => parseEpollTargets(Buffer.from(text));
const common = 'pos:\t0\nflags:\t02\nmnt_id:\t16\nino:\t1060\n';

describe('the fdinfo of an epoll descriptor', () => {
  it('names what is watched, with its inode in hexadecimal', () => {
    const targets = parse(
      `${common}tfd:        5 events:       19 data:                5  pos:0 ino:61 sdev:8\ntfd:       12 events: 80000005 data: ffffffffffffffff  pos:10 ino:4bd sdev:f\n`,
    );
    assert.deepEqual(targets, [
      {fd: 5, events: 0x19, inode: 0x61},
      {fd: 12, events: 0x8000_0005, inode: 0x4bd},
    ]);
  });

  it('names no inode on a kernel before 4.13', () => {
    assert.deepEqual(parse('tfd:        5 events:       19 data:                5\n'), [
      {fd: 5, events: 0x19, inode: undefined},
    ]);
  });

  it('leaves out what EPOLLONESHOT has disarmed', () => {
    assert.deepEqual(
      parse('tfd:        5 events: 40000000 data:                5  pos:0 ino:61 sdev:8\n'),
      [],
    );
  });

  it('watches nothing where there is no such line', () => {
    assert.deepEqual(parse(common), []);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parse(text)));
  });
});
