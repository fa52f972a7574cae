import assert from 'node:assert/strict';
import {test} from 'node:test';
import {COMMANDS} from '../start/commands.ts';
import {overviewLines} from './overview.ts';
import {plainStyle} from './style.ts';
import {SYMPTOMS} from './symptoms.ts';

test('the overview fits a terminal of 80 columns and 24 lines, its prompt included', () => {
  const lines = overviewLines(Object.keys(COMMANDS), plainStyle);
  assert.ok(lines.length < 24, `${lines.length} lines`);
  assert.deepEqual(
    lines.filter(line => line.length > 80),
    [],
  );
});

test('each symptom stands there with a command that procdoc has', () => {
  const text = overviewLines(Object.keys(COMMANDS), plainStyle).join('\n');
  for (const {symptom, command} of SYMPTOMS) {
    assert.ok(text.includes(symptom) && text.includes(command), symptom);
    const [, id = ''] = command.split(' ');
    assert.ok(Object.hasOwn(COMMANDS, id), command);
  }
});
