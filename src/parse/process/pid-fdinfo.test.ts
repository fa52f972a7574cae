import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parsePidFdinfo} from './pid-fdinfo.ts';

const parse = (text: string) => parsePidFdinfo(Buffer.from(text));
const common = 'pos:\t120\nflags:\t02100002\nmnt_id:\t25\nino:\t2385325\n';

describe('/proc/PID/fdinfo/FD', () => {
  it('has offset, access mode, close-on-exec and the file', () => {
    assert.deepEqual(parse(common), {
      position: 120,
      accessMode: 'rw',
      closeOnExec: true,
      append: false,
      mountId: 25,
      inode: 2385325,
      locks: [],
      eventfdId: undefined,
      signalMask: undefined,
      isTimerArmed: undefined,
      ttyIndex: undefined,
      fuseConnection: undefined,
      pidfdNspids: [],
    });
  });

  it('marks a log, which is opened for appending', () => {
    assert.equal(parse('pos:\t0\nflags:\t0102001\n')?.append, true);
  });

  it('lists the locks held through the descriptor', () => {
    const info = parse(`${common}lock:\t1: FLOCK  ADVISORY  WRITE 19144 fe:00:2385325 0 EOF\n`);
    assert.deepEqual(
      info?.locks.map(lock => [lock.class, lock.acquirerPid]),
      [['flock', 19144]],
    );
  });

  it('says what an eventfd, a signalfd, a timerfd, a terminal’s master and a pidfd are', () => {
    assert.equal(parse(`${common}eventfd-count:                0\neventfd-id: 71\n`)?.eventfdId, 71);
    assert.equal(parse(`${common}sigmask:\t0000000000010000\n`)?.signalMask, 0x10000n);
    for (const [left, isArmed] of [
      ['(0, 0)', false],
      ['(24, 999812)', true],
    ] as const)
      assert.equal(parse(`${common}it_value: ${left}\nit_interval: (0, 0)\n`)?.isTimerArmed, isArmed);
    assert.equal(parse(`${common}tty-index:\t3\n`)?.ttyIndex, 3);
    assert.equal(parse(`${common}fuse_connection:\t43\n`)?.fuseConnection, 43);
    assert.deepEqual(parse(`${common}Pid:\t812\nNSpid:\t812\t7\n`)?.pidfdNspids, [812, 7]);
  });

  it('is undefined where the fields that every file has are missing', () => {
    assert.equal(parse(''), undefined);
    assert.equal(parse('pos:\t1\nflags:\tzz\n'), undefined);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parse(text)));
  });
});

it('has a position of any size, exactly: in /proc/PID/mem that of an address, which the kernel prints as a signed number', () => {
  const positionOf = (pos: string) => parse(`pos:\t${pos}\nflags:\t0100000\n`)?.position;
  assert.equal(positionOf('-10485760'), '18446744073699065856');
  assert.equal(positionOf('9223372036854775807'), '9223372036854775807');
  assert.equal(positionOf('140737488351232'), 140_737_488_351_232);
  for (const wrong of ['', '-', '1x', '0x10']) assert.equal(positionOf(wrong), undefined, wrong);
});
