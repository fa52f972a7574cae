import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parsePidStat, stateInPidStat} from './pid-stat.ts';

const rest =
  'Z 812 4711 4700 34816 4711 4194372 120 0 0 0 1 2 0 0 20 0 1 0 8812345 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 32768';
const line = (comm: string | Buffer) =>
  Buffer.concat([Buffer.from('4711 ('), Buffer.from(comm as string), Buffer.from(`) ${rest}\n`)]);

describe('/proc/PID/stat', () => {
  it('gives the fields of proc_pid_stat(5) by their numbers', () => {
    assert.deepEqual(parsePidStat(line('sh')), {
      pid: 4711,
      comm: 'sh',
      state: 'Z',
      ppid: 812,
      pgid: 4711,
      sid: 4700,
      terminal: 34816,
      foregroundPgid: 4711,
      forkedWithoutExec: true,
      exiting: true,
      dumpingCore: false,
      kernelThread: false,
      awaitedChildren: 0,
      threads: 1,
      startTicks: 8812345,
      exitSignal: 17,
      processor: 1,
      exitCode: 32768,
    });
  });

  it('adds up what is counted of the children that were waited for', () => {
    const fields = Array.from({length: 52}, (_, at) => (at < 3 ? ['1', '(x)', 'S'][at] : `${at + 1}`));
    assert.equal(parsePidStat(Buffer.from(fields.join(' ')))?.awaitedChildren, 11 + 13 + 16 + 17);
  });

  it('has the state behind any comm', () => {
    for (const comm of ['sh', ') S 1 (', '', Buffer.from('\xff) R', 'latin1')])
      assert.equal(stateInPidStat(line(comm)), 'Z');
    assert.equal(stateInPidStat(Buffer.from('')), undefined);
  });

  it('is not fooled by a comm that looks like the rest of the line', () => {
    const stat = parsePidStat(line(') Z 1 ('));
    assert.equal(stat?.comm, ') Z 1 (');
    assert.equal(stat?.ppid, 812);
  });

  it('keeps newlines, escapes and broken UTF-8 of a comm', () => {
    assert.equal(parsePidStat(line(Buffer.from('a\n\x1b[31m\xff', 'latin1')))?.comm, 'a\n\x1b[31m\udcff');
  });

  it('reads any comm of 15 bytes and the fields after it', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 15}), comm => {
        const stat = parsePidStat(line(Buffer.from(comm)));
        assert.equal(stat?.state, 'Z');
        assert.equal(stat?.exitCode, 32768);
      }),
    );
  });

  it('is undefined for what is no stat line, whatever it holds', () => {
    assert.equal(parsePidStat(Buffer.from('')), undefined);
    assert.equal(parsePidStat(Buffer.from('12 (x) S 1')), undefined);
    assert.equal(parsePidStat(Buffer.from('12 (x)')), undefined);
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), bytes => {
        parsePidStat(Buffer.from(bytes));
      }),
    );
  });
});
