import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseNagiosRange, raisesAlert} from './nagios-range.ts';

/** The examples of the guidelines: "generate an alert if x …". */
const guidelines: ReadonlyArray<readonly [string, (x: number) => boolean]> = [
  ['10', x => x < 0 || x > 10],
  ['10:', x => x < 10],
  ['~:10', x => x > 10],
  ['10:20', x => x < 10 || x > 20],
  ['@10:20', x => x >= 10 && x <= 20],
];

/** The command line examples of the guidelines, as "value, range, alert". */
const samples: ReadonlyArray<readonly [number, string, boolean]> = [
  [-1, '10', true],
  [0, '10', false],
  [10, '10', false],
  [10.1, '10', true],
  [9, '10:', true],
  [1e9, '10:', false],
  [-1e9, '~:10', false],
  [-7.5, '-8:-7', false],
  [0, '0:0', false],
  [1, '0:0', true],
  [20, '@20', true],
  [21, '@20', false],
  [5, ':20', false],
];

describe('a range of the Nagios plugin guidelines', () => {
  for (const [text, alerts] of guidelines) {
    it(`"${text}" alerts as the guidelines have it`, () => {
      const range = parseNagiosRange(text);
      assert.ok(range);
      for (const x of [-11, -1, -0.5, 0, 0.5, 9, 9.99, 10, 10.01, 15, 20, 20.01, 21, 1e12])
        assert.equal(raisesAlert(x, range), alerts(x), `${x}`);
    });
  }

  for (const [value, text, alert] of samples) {
    it(`${value} ${alert ? 'raises' : 'does not raise'} the alert of "${text}"`, () => {
      const range = parseNagiosRange(text);
      assert.equal(range && raisesAlert(value, range), alert);
    });
  }

  for (const text of [
    '',
    ':',
    '@',
    '@:',
    '~',
    '10:~',
    '20:10',
    '10-20',
    '1e3',
    ' 10',
    '10 ',
    '0x10',
    '1:2:3',
    '@@1',
  ])
    it(`${JSON.stringify(text)} is not a range`, () => assert.equal(parseNagiosRange(text), undefined));

  it('keeps its text, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.boolean(), (start, length, inside) => {
        const text = `${inside ? '@' : ''}${start}:${start + length}`;
        assert.deepEqual(parseNagiosRange(text), {text, start, end: start + length, inside});
      }),
    );
  });
});
