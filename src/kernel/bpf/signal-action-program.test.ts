import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeSignalActions} from './signal-action-program.ts';

const SUBREAPER_BIT = 0b100;

/** A record of the program: pid, start in nanoseconds, handler, flags, the byte with the subreaper's bit. */
function record(pid: number, startNs: bigint, handler: bigint, flags: bigint, byte: number): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(pid), startNs, handler, flags, BigInt(byte)).buffer);
}

describe('records of signal actions', () => {
  it('are decoded by pid', () => {
    const bytes = Buffer.concat([
      record(7, 20_000_000n, 0n, 2n, 0),
      record(8, 0n, 0x7fff_dead_beefn, 0x9400_0000n, SUBREAPER_BIT),
    ]);
    assert.deepEqual(
      decodeSignalActions(bytes, SUBREAPER_BIT),
      new Map([
        [7, {startTicks: 2, handler: 0n, flags: 2, childSubreaper: false}],
        [8, {startTicks: 0, handler: 0x7fff_dead_beefn, flags: 0x9400_0000, childSubreaper: true}],
      ]),
    );
  });

  it('have the start in whole ticks, rounded down like field 22 of /proc/PID/stat', () => {
    const ticks = [9_999_999n, 10_000_000n, 10_019_999_999n].map(
      ns => decodeSignalActions(record(1, ns, 0n, 0n, 0), 1).get(1)?.startTicks,
    );
    assert.deepEqual(ticks, [0, 1, 1001]);
  });

  it('look at no other bit than the subreaper’s', () => {
    const actions = decodeSignalActions(record(1, 0n, 0n, 0n, 0xff ^ SUBREAPER_BIT), SUBREAPER_BIT);
    assert.equal(actions.get(1)?.childSubreaper, false);
  });

  it('are left out where cut short', () => {
    const one = record(1, 0n, 0n, 0n, 0);
    assert.equal(decodeSignalActions(Buffer.concat([one, one.subarray(0, 39)]), 1).size, 1);
    assert.equal(decodeSignalActions(Buffer.alloc(0), 1).size, 0);
  });
});
