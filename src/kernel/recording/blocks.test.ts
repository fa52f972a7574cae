import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Block, blocksOf} from './blocks.ts';

/** The blocks of a text, by its lines. */
function byLines(text: string): Block[] {
  const blocks: Block[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const last = blocks.at(-1);
    if (last && /^[|>]/.test(line)) {
      blocks[blocks.length - 1] = {...last, body: `${last.body}${line}\n`, lines: last.lines + 1};
    } else blocks.push({heading: line, body: '', line: at + 1, lines: 1});
  }
  return blocks;
}

const texts = fc.array(fc.constantFrom('', '#', 'file 1/stat', '|a', '>b', '|', 'end', '\n'), {
  maxLength: 30,
});

test('a text has the same blocks, wherever its pieces begin and end', () =>
  fc.assert(
    fc.property(texts, fc.array(fc.nat(60), {maxLength: 6}), (lines, cuts) => {
      const text = lines.join('\n');
      const places = [0, ...cuts.filter(cut => cut < text.length).sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
      assert.deepEqual([...blocksOf(pieces)], byLines(text));
    }),
  ));

test('a text without any piece is one empty line', () => {
  assert.deepEqual([...blocksOf([])], [{heading: '', body: '', line: 1, lines: 1}]);
});
