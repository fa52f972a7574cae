import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {labelledOrder} from './labelled.ts';
import {plainStyle} from './style.ts';

const page = {style: plainStyle, width: 40, screen: 40, isTerminal: true};

describe('an order', () => {
  it('has each command to type alone on its line, whole, without the punctuation around it', () => {
    const order =
      'To release it: `kill -TERM 4711 4712 4713 4714`, or make it close fd 3. Then: `procdoc locks`.';
    assert.deepEqual(labelledOrder('do', order, page), [
      '  do        To release it:',
      '            $ kill -TERM 4711 4712 4713 4714',
      '            or make it close fd 3. Then:',
      '            $ procdoc locks',
    ]);
  });

  it('begins with the command where that comes first', () => {
    assert.deepEqual(labelledOrder('do', '`fg` and `kill -CONT 1` do it.', page), [
      '  do        `fg` and',
      '            $ kill -CONT 1',
      '            do it.',
    ]);
  });

  it('keeps a redirection in its sentence', () => {
    assert.deepEqual(labelledOrder('do', 'Start it `>log 2>&1`.', page), [
      '  do        Start it `>log 2>&1`.',
    ]);
  });

  it('keeps an example in its parentheses', () => {
    assert.deepEqual(labelledOrder('do', 'Close it (`flock -o`).', page), [
      '  do        Close it (`flock -o`).',
    ]);
  });
});
