import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {OLD_NODE} from '../tools.js';

declare const PROJECT_ROOT: string;

const old = path.join(PROJECT_ROOT, OLD_NODE.file);
const inRoot = (file: string) => path.join(PROJECT_ROOT, file);

/** What a program of bin/ prints under the Node that is too old. */
function startedByOldNode(file: string, ...args: string[]) {
  const {status, stdout, stderr} = spawnSync(old, [inRoot(file), ...args], {encoding: 'utf8'});
  return {status, stdout, lines: stderr.split('\n')};
}

describe('a Node that is too old', () => {
  for (const [file, ...args] of [
    ['bin/run.js', 'why', '--help'],
    ['bin/build.js', '--prepare'],
  ] as const)
    it(`is named by ${file}, with the version that is needed and a command that has it`, () => {
      const {status, stdout, lines} = startedByOldNode(file, ...args);
      const {engines} = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
      const needed = `${engines.node}`.replace('>=', '');
      assert.deepEqual([status, stdout], [3, '']);
      assert.equal(lines[0], `procdoc needs Node ${needed} or newer; this is 18.20.8 (${old}).`);
      const command = [`'${inRoot(file)}'`, ...args.map(arg => `'${arg}'`)].join(' ');
      assert.equal(lines[2], `  $ npx --yes node@22 ${command}`);
    });

  it('can read the files that have to name it', () => {
    for (const file of ['bin/node-version.js', 'bin/run.js'])
      assert.doesNotMatch(readFileSync(inRoot(file), 'utf8'), /\?\?|\?\.[a-z[(]/, file);
  });
});
