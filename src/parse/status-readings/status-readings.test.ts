import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {PLATFORMS} from '../signals/signals.ts';
import {
  READINGS,
  type ReadAs,
  type RefusedStatus,
  readStatus,
  type StatusReading,
} from './status-readings.ts';

function reading(input: string, readAs: ReadAs): StatusReading {
  const result = readStatus(input, readAs);
  return result.ok ? result.reading : assert.fail(result.problem.kind);
}

function refused(input: string, readAs: ReadAs = 'wait'): RefusedStatus {
  const result = readStatus(input, readAs);
  return result.ok ? assert.fail(result.reading.status.hex) : result;
}

describe('readings', () => {
  it('the same death reads as the same wait status, whoever wrote it', () => {
    const written: readonly [string, ReadAs][] = [
      ['9', 'wait'],
      ['137', 'shell'],
      ['-9', 'python'],
      ['null, SIGKILL', 'node'],
      ['137', 'container'],
      ['code=killed, status=9/KILL', 'systemd'],
      ['CLD_KILLED, 9', 'siginfo'],
    ];
    for (const [input, readAs] of written) {
      const {status, doubt} = reading(input, readAs);
      assert.equal(doubt, null);
      assert.deepEqual(status, {
        raw: 9,
        hex: '0x0009',
        kind: 'signaled',
        signal: 'SIGKILL',
        signalNumber: 9,
        coreDumped: false,
        leftOver: 0,
        platform: 'linux',
      });
    }
  });
});

describe('texts that are no status', () => {
  it('fit no reading, or one that is named', () => {
    assert.deepEqual(refused('0xZZ'), {
      ok: false,
      problem: {kind: 'not-a-number', text: '0xZZ'},
      fitting: null,
    });
    const fitting = (input: string, readAs?: ReadAs) => refused(input, readAs).fitting?.notation;
    assert.deepEqual(fitting('SIGTERM'), {readAs: 'node', signalCode: 'SIGTERM'});
    assert.deepEqual(fitting('203/EXEC'), {readAs: 'systemd', code: null, value: 203, name: 'EXEC'});
    assert.deepEqual(fitting('256', 'shell'), {readAs: 'wait'});
    assert.deepEqual(fitting('-15', 'container'), {readAs: 'python', value: -15});
  });
});

describe('any reading of any number', () => {
  it('is another than its alternatives, which are plausible', () => {
    const anyInput = fc.oneof(
      fc.integer({min: -130, max: 300}),
      fc.integer({min: -(2 ** 31), max: 2 ** 32 - 1}),
    );
    fc.assert(
      fc.property(
        anyInput,
        fc.constantFrom(undefined, ...READINGS),
        fc.constantFrom(...PLATFORMS),
        (number, asked, platform) => {
          const result = readStatus(String(number), asked, platform);
          if (!result.ok) return;
          const {notation, guessed, alternatives} = result.reading;
          assert.equal(guessed, asked === undefined && notation.readAs !== 'wait');
          assert.ok(alternatives.slice(guessed ? 1 : 0).every(other => other.doubt === null));
          const readings = [notation, ...alternatives.map(other => other.notation)];
          assert.equal(new Set(readings.map(({readAs}) => readAs)).size, readings.length);
        },
      ),
      {numRuns: 2000},
    );
  });

  it('whatever text it is, nothing throws', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.constantFrom(...READINGS), (text, readAs) => {
        const result = readStatus(text, readAs);
        if (!result.ok) assert.match(result.problem.kind, /\S/);
      }),
    );
  });
});
