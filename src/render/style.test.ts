import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {styleFor, wantsColor} from './style.ts';

const terminal = {getColorDepth: () => 8};
const pipe = undefined;

describe('colour', () => {
  it('is for terminals that know it', () => {
    assert.equal(wantsColor('auto', terminal, {}), true);
    assert.equal(wantsColor('auto', pipe, {}), false);
    assert.equal(wantsColor('auto', {getColorDepth: () => 1}, {}), false);
    assert.equal(wantsColor('auto', terminal, {TERM: 'dumb'}), false);
  });

  it('is off under NO_COLOR unless that is empty', () => {
    assert.equal(wantsColor('auto', terminal, {NO_COLOR: '1', FORCE_COLOR: '1'}), false);
    assert.equal(wantsColor('auto', terminal, {NO_COLOR: ''}), true);
  });

  it('is on in a pipe under FORCE_COLOR', () => {
    assert.equal(wantsColor('auto', pipe, {FORCE_COLOR: '1'}), true);
    assert.equal(wantsColor('auto', pipe, {FORCE_COLOR: '0'}), false);
  });

  it('is what --color says, before any variable', () => {
    assert.equal(wantsColor('always', pipe, {NO_COLOR: '1'}), true);
    assert.equal(wantsColor('never', terminal, {FORCE_COLOR: '1'}), false);
  });
});

test('a mark takes the text alone, so that lines can be mapped by it', async () => {
  const style = await styleFor('always', terminal, {});
  for (const mark of Object.values(style)) assert.deepEqual(['a', 'b'].map(mark), [mark('a'), mark('b')]);
});
