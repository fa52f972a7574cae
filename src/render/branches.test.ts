import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {branchSignsFor} from './branch-signs.ts';
import {type Branch, branchLines as branchLinesIn, type Span} from './branches.ts';

const boxes = branchSignsFor({LANG: 'C.UTF-8'});
const span = (text: string): Span => [text, same => same];
const branch = (text: string, ...branches: Branch[]): Branch => ({text: [span(text)], notes: [], branches});
const branchLines = (of: Branch) => branchLinesIn(of, 80, boxes);

describe('a tree as text', () => {
  it('joins what branches off one line, and ends with the last', () => {
    const tree = branch('a', branch('b', branch('c')), branch('d'));
    assert.deepEqual(branchLines(tree), ['a', '├─ b', '│  └─ c', '└─ d']);
  });

  it('keeps the line to the next branch next to the notes', () => {
    const noted = {...branch('b'), notes: [span('because')]};
    assert.deepEqual(branchLines(branch('a', noted, noted)), [
      'a',
      '├─ b',
      '│     because',
      '└─ b',
      '      because',
    ]);
    assert.deepEqual(branchLines({...branch('a', branch('b')), notes: [span('so')]}), ['a', '│  so', '└─ b']);
  });

  it('is wrapped by what is seen, and marked line by line', () => {
    const marked: Branch = {
      ...branch('trunk'),
      branches: [{...branch(''), text: [span('ab '), ['cd '.repeat(9).trim(), text => `<${text}>`]]}],
    };
    const expected = ['trunk', '`- ab <cd cd cd cd cd cd cd>', '        <cd cd>'];
    assert.deepEqual(branchLinesIn(marked, 28, branchSignsFor({})), expected);
  });
});
