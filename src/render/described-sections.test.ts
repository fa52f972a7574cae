import assert from 'node:assert/strict';
import {test} from 'node:test';
import {describedSections, listRow} from './described-sections.ts';

test('a description without headings is one section', () => {
  assert.deepEqual(describedSections('It looks.\n\nIt reports.'), [
    {title: 'DESCRIPTION', paragraphs: ['It looks.', 'It reports.']},
  ]);
});

test('a line of capitals begins a section, with or without an empty line below it', () => {
  assert.deepEqual(
    describedSections('It looks.\n\nFILES\nOne.\n\nTwo.\n\nEXIT STATUS\n\n0  clean\n1  not clean'),
    [
      {title: 'DESCRIPTION', paragraphs: ['It looks.']},
      {title: 'FILES', paragraphs: ['One.', 'Two.']},
      {title: 'EXIT STATUS', paragraphs: ['0  clean\n1  not clean']},
    ],
  );
});

test('a sentence that begins with capitals is not a heading', () => {
  assert.deepEqual(describedSections('PID 1 is init.'), [
    {title: 'DESCRIPTION', paragraphs: ['PID 1 is init.']},
  ]);
});

test('a row of a list has two blanks after its term', () => {
  assert.deepEqual(listRow('3  could not look'), {term: '3', text: 'could not look'});
  assert.equal(listRow('3 files'), undefined);
});
