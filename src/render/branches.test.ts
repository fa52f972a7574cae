import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type Branch, branchLines} from './branches.ts';

const branch = (text: string, ...branches: Branch[]): Branch => ({text, notes: [], branches});

describe('a tree as text', () => {
  it('joins what branches off one line, and ends with the last', () => {
    const tree = branch('a', branch('b', branch('c')), branch('d'));
    assert.deepEqual(branchLines(tree), ['a', '├─ b', '│  └─ c', '└─ d']);
  });

  it('keeps the line to the next branch beside the notes', () => {
    const noted = {...branch('b'), notes: ['because']};
    assert.deepEqual(branchLines(branch('a', noted, noted)), [
      'a',
      '├─ b',
      '│     because',
      '└─ b',
      '      because',
    ]);
    assert.deepEqual(branchLines({...branch('a', branch('b')), notes: ['so']}), ['a', '│  so', '└─ b']);
  });
});
