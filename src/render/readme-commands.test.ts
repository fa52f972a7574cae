import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CommandSyntaxes} from './command-syntax.ts';
import {withCommandTable} from './readme-commands.ts';

const BEGIN = '<!-- commands: written by bin/build.js -->';
const commands: CommandSyntaxes = {
  bury: {
    id: 'bury',
    summary: 'Bury it | burn it',
    args: {
      how: {name: 'how', options: ['deep', 'well'], required: true},
      pid: {name: 'pid', multiple: true},
    },
    flags: {},
  },
};

test('the table of commands is written between its markers, whatever was there, and again the same', () => {
  const readme = `a\n${BEGIN}\nold\n<!-- /commands -->\nb\n`;
  const table = [
    '| command                            | what it does       |',
    '| ---------------------------------- | ------------------ |',
    '| `procdoc bury deep\\|well [PID...]` | Bury it \\| burn it |',
  ].join('\n');
  const expected = `a\n${BEGIN}\n${table}\n<!-- /commands -->\nb\n`;
  assert.equal(withCommandTable(readme, commands), expected);
  assert.equal(withCommandTable(expected, commands), expected);
});

test('a README without the markers is refused', () => {
  assert.throws(() => withCommandTable('no table here', commands), /README\.md needs the lines/);
});
