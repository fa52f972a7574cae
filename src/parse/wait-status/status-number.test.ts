import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {isDecimal, type NumberProblem, parseStatusNumber} from './status-number.ts';

function numberOf(text: string): number {
  const number = parseStatusNumber(text);
  return number.ok ? number.value : assert.fail(number.problem.kind);
}

function problemOf(text: string): NumberProblem {
  const number = parseStatusNumber(text);
  return number.ok ? assert.fail(`${JSON.stringify(text)} is ${number.value}`) : number.problem;
}

describe('status numbers', () => {
  it('are hexadecimal, decimal, octal or binary, negative too', () => {
    assert.deepEqual(
      ['0x8000', '0XfF', '32768', '0o100000', '0b10', '-15', '-0x1', '0'].map(numberOf),
      [0x8000, 0xff, 32768, 0x8000, 2, -15, -1, 0],
    );
  });

  it('may have blanks around them', () => {
    assert.equal(numberOf(' 0x8000\t\n'), 0x8000);
  });

  it('-0 is 0', () => {
    assert.ok(Object.is(numberOf('-0'), 0));
  });

  it('every int and its unsigned form comes back from each notation', () => {
    fc.assert(
      fc.property(fc.integer({min: -(2 ** 31), max: 2 ** 32 - 1}), number => {
        const sign = number < 0 ? '-' : '';
        const digits = Math.abs(number);
        for (const [prefix, base] of [
          ['', 10],
          ['0x', 16],
          ['0o', 8],
          ['0b', 2],
        ] as const) {
          assert.equal(numberOf(sign + prefix + digits.toString(base)), number);
        }
      }),
    );
  });

  it('are refused beyond 32 bits', () => {
    for (const text of [
      '4294967296',
      '-2147483649',
      '0x100000000',
      '18446744073709551616',
      '9'.repeat(400),
    ]) {
      assert.deepEqual(problemOf(text), {kind: 'beyond-32-bits', text});
    }
  });

  it('017 is ambiguous between octal and decimal', () => {
    const ambiguous = {kind: 'ambiguous-octal'};
    assert.deepEqual(problemOf('017'), {
      ...ambiguous,
      text: '017',
      octal: '0o17',
      octalValue: 15,
      decimal: '17',
    });
    assert.deepEqual(problemOf('-0017'), {
      ...ambiguous,
      text: '-0017',
      octal: '-0o17',
      octalValue: -15,
      decimal: '-17',
    });
  });

  it('007 is 7 in octal as in decimal; 089 can be decimal only, but looks octal', () => {
    assert.deepEqual(['007', '00'].map(numberOf), [7, 0]);
    assert.deepEqual(problemOf('089'), {kind: 'looks-octal', text: '089', decimal: '89'});
  });

  it('are nothing else', () => {
    const others = [
      '0xZZ',
      '0x',
      '1e3',
      '1.5',
      '1_000',
      '+5',
      '--5',
      '- 5',
      '0x1n',
      '١',
      'Infinity',
      '128 9',
      '0b2',
      '0o8',
    ];
    for (const text of others) assert.deepEqual(problemOf(text), {kind: 'not-a-number', text});
    for (const text of ['', '  ']) assert.deepEqual(problemOf(text), {kind: 'empty'});
  });

  it('are known as decimal, as people write exit codes', () => {
    assert.deepEqual(['137', ' -9 ', '0x89', '0b1', 'KILL'].map(isDecimal), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
