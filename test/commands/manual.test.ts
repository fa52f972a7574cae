import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {COMMANDS} from '../../src/start/commands.ts';

declare const PROJECT_ROOT: string;

const folder = path.join(PROJECT_ROOT, 'man');
const commandPages = Object.keys(COMMANDS).map(id => `procdoc-${id}.1`);
const expected = ['procdoc.1', 'procdoc-rules.7', ...commandPages].sort();
const packageJson = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'));

test('procdoc, each command and the rules have a manual page, and nothing else has', () => {
  assert.deepEqual(readdirSync(folder).sort(), expected);
});

test('package.json names every manual page, so that npm links it', () => {
  assert.deepEqual(
    [...packageJson.man].sort(),
    expected.map(file => `./man/${file}`),
  );
});

test('mandoc has no warning', {skip: spawnSync('mandoc').error && 'needs mandoc'}, () => {
  const files = expected.map(file => path.join(folder, file));
  const {status, stdout} = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', ...files], {encoding: 'utf8'});
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('every page names its version', () => {
  for (const file of expected)
    assert.match(
      readFileSync(path.join(folder, file), 'utf8'),
      new RegExp(`^\\.Os procdoc ${packageJson.version.replaceAll('.', '\\.')}$`, 'm'),
    );
});
