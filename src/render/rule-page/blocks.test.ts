import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pages} from 'procdoc:rule-pages';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import {blocksOf} from './blocks.ts';

test('every rule has a page that can be laid out', () => {
  for (const {id} of allRules()) {
    const blocks = blocksOf(pages[id] ?? assert.fail(`${id} has no page`));
    assert.deepEqual(blocks[0], {kind: 'heading', text: 'What it sees'}, id);
  }
});

test('prose is one line of plain text, with its code in backticks', () => {
  assert.deepEqual(blocksOf('# a/b\n\nIt is *proven*\nby `kcmp`.\n\n- one\n- `two`\n\n```\n  as is\n```\n'), [
    {kind: 'paragraph', text: 'It is proven by `kcmp`.'},
    {kind: 'list', items: ['one', '`two`']},
    {kind: 'code', text: '  as is'},
  ]);
});

test('a page with a table is refused, since nothing could lay it out', () => {
  assert.throws(() => blocksOf('| a | b |\n| - | - |\n| 1 | 2 |\n'), /a rule's page has no table/);
});
