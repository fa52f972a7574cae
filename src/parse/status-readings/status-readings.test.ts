import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {PLATFORMS} from '../signals/signals.ts';
import {READINGS, type ReadAs, readStatus, type StatusReading} from './status-readings.ts';

function reading(input: string, readAs: ReadAs): StatusReading {
  const result = readStatus(input, readAs);
  return result.ok ? result.reading : assert.fail(result.problem);
}

function problem(input: string, readAs: ReadAs = 'wait'): string {
  const result = readStatus(input, readAs);
  return result.ok ? assert.fail(result.reading.summary) : result.problem;
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
      const {raw, hex, kind, signal, signalNumber, coreDumped, plausible} = reading(input, readAs);
      assert.deepEqual(
        {raw, hex, kind, signal, signalNumber, coreDumped, plausible},
        {
          raw: 9,
          hex: '0x0009',
          kind: 'signaled',
          signal: 'SIGKILL',
          signalNumber: 9,
          coreDumped: false,
          plausible: true,
        },
      );
    }
  });
});

describe('texts that are no status', () => {
  it('are told with what is accepted', () => {
    assert.equal(
      problem('0xZZ'),
      '"0xZZ" is no status number: write it as 0x8000, 32768, 0o100000, 0b1000000000000000 or -15.',
    );
  });

  it('are told with the reading that they fit', () => {
    assert.match(problem('SIGTERM'), / With --as node it is read: signalCode SIGTERM: killed by SIGTERM/);
    assert.match(problem('203/EXEC'), / With --as systemd it is read: status=203\/EXEC: /);
    assert.match(problem('256', 'shell'), / With --as wait it is read: exited with status 1\.$/);
    assert.match(problem('-15', 'container'), / With --as python it is read: returncode -15: /);
  });
});

describe('any reading of any number', () => {
  it('is whole: its sentences are sentences, its alternatives others', () => {
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
          if (!result.ok) {
            assert.match(result.problem, /^.+\.$/);
            return;
          }
          const {readAs, guessed, alternatives, plausible, implausibleBecause, causes, meaning, summary} =
            result.reading;
          assert.equal(implausibleBecause === null, plausible);
          if (!plausible) assert.deepEqual(causes, []);
          assert.match(meaning, /\.$/);
          assert.doesNotMatch(summary, /undefined|NaN|\.$/);
          assert.doesNotMatch(meaning, /undefined|NaN/);
          assert.equal(guessed, asked === undefined && readAs !== 'wait');
          assert.ok(alternatives.slice(guessed ? 1 : 0).every(other => other.plausible));
          assert.equal(new Set(alternatives.map(({summary}) => summary)).size, alternatives.length);
          assert.ok(alternatives.every(other => other.readAs !== readAs && other.summary !== summary));
        },
      ),
      {numRuns: 2000},
    );
  });

  it('whatever text it is, nothing throws', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.constantFrom(...READINGS), (text, readAs) => {
        const result = readStatus(text, readAs);
        if (!result.ok) assert.match(result.problem, /\S/);
      }),
    );
  });
});
