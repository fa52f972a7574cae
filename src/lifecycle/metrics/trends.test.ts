import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {Trends} from './trends.ts';

const of = (value: number) => new Map([['zombies', value]]);

describe('the trend of a number', () => {
  it('is not known from one look, nor from looks within seconds', () => {
    const trends = new Trends();
    trends.take(100, of(1));
    assert.equal(trends.rate('zombies'), undefined);
    trends.take(104, of(9));
    assert.equal(trends.rate('zombies'), undefined);
  });

  it('is its growth in a second since the first look that is at most two minutes old', () => {
    const trends = new Trends();
    for (const [at, value] of [
      [0, 1000],
      [100, 10],
      [160, 40],
      [200, 30],
    ] as const)
      trends.take(at, of(value));
    assert.equal(trends.rate('zombies'), 0.2);
  });

  it('begins again where the number was missing in between', () => {
    const trends = new Trends();
    trends.take(0, of(1));
    trends.take(10, new Map());
    trends.take(20, of(5));
    assert.equal(trends.rate('zombies'), undefined);
  });

  it('of a number that grows evenly is its slope, however often it is looked at', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({min: 0.01, max: 20, noNaN: true}), {minLength: 3, maxLength: 400}),
        steps => {
          const trends = new Trends();
          let at = 0;
          for (const step of steps) {
            at += step;
            trends.take(at, of(3 * at));
          }
          const rate = trends.rate('zombies');
          assert.ok(rate === undefined || Math.abs(rate - 3) < 1e-6, `${rate}`);
        },
      ),
    );
  });
});
