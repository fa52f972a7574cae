import assert from 'node:assert/strict';
import {test} from 'node:test';
import {questionsAbout} from '../../bin/questions.js';
import {COMMANDS} from '../../src/start/commands.ts';

test('there is a quick question to each command, for its code cache and for packages', () => {
  assert.deepEqual(Object.keys(questionsAbout('1')).sort(), Object.keys(COMMANDS).sort());
});
