import assert from 'node:assert/strict';
import {test} from 'node:test';
import {commandTable, roomTable, ruleTable, withParts} from './markdown-tables.ts';

test('a part is written between its markers, whatever was there, and again without a change', () => {
  const begin = '<!-- greeting: written by bin/build.js -->';
  const document = `a\n\n${begin}\nold\n<!-- /greeting -->\n\nb\n`;
  const expected = `a\n\n${begin}\n\nhello\n\n<!-- /greeting -->\n\nb\n`;
  assert.equal(withParts(document, {greeting: 'hello'}), expected);
  assert.equal(withParts(expected, {greeting: 'hello'}), expected);
});

test('a document without the markers of a part is refused', () => {
  assert.throws(() => withParts('no part here', {greeting: 'hello'}), /needs the lines "<!-- greeting/);
});

test('a row of the table of commands shows how a command is written, and what it does', () => {
  const args = {
    how: {name: 'how', options: ['deep', 'well'], required: true},
    pid: {name: 'pid', multiple: true},
  };
  assert.equal(
    commandTable({bury: {id: 'bury', summary: 'Bury it | burn it', args, flags: {}}}),
    [
      '| command                            | what it does       |',
      '| ---------------------------------- | ------------------ |',
      '| `procdoc bury deep\\|well [PID...]` | Bury it \\| burn it |',
    ].join('\n'),
  );
});

test('an argument with many choices goes by its name', () => {
  const args = {kind: {name: 'kind', options: ['a', 'b', 'c', 'd', 'e']}};
  assert.match(commandTable({bury: {id: 'bury', args, flags: {}}}), /^\| `procdoc bury \[KIND\]`/m);
});

test('rules and rooms have a row each', () => {
  assert.match(
    ruleTable([{id: 'a/b', severity: 'info', title: 'it is so', claims: 'moment', needs: []}]),
    /\n\| `a\/b` \| info {5}\| it is so {6}\|$/,
  );
  assert.match(
    roomTable([{folder: 'src/a', holds: 'A.', not: 'B.'}]),
    /\n\| `src\/a` \| A\. {15}\| B\. {12}\|$/,
  );
});
