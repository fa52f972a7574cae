import assert from 'node:assert/strict';
import {test} from 'node:test';
import {holdsExpectation, type UnmetExpectation} from './script-answer.ts';

const any = {min: 0, max: Number.POSITIVE_INFINITY, fresh: false};
const tooFew: UnmetExpectation = {kind: 'too-few', count: 0, min: 1};
const tooMany: UnmetExpectation = {kind: 'too-many', count: 2, max: 1};

test('processes that can’t be seen leave open whether there are enough, or too many, but not what is seen', () => {
  for (const [unmet, max, all, some] of [
    [[], any.max, true, true],
    [[], 1, true, null],
    [[tooFew], any.max, false, null],
    [[tooMany], 1, false, false],
  ] as const) {
    assert.equal(holdsExpectation(unmet, {...any, max}, true), all);
    assert.equal(holdsExpectation(unmet, {...any, max}, false), some);
  }
});
