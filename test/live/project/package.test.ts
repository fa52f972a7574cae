import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {COMMANDS} from '../../../src/start/commands.ts';
import {run} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

describe('what npm packs', () => {
  let folder: string;
  let program: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-package-'));
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const [{filename}] = JSON.parse(execFileSync('npm', pack, {cwd: PROJECT_ROOT, encoding: 'utf8'}));
    execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', folder]);
    const packages = path.join(folder, 'node_modules');
    mkdirSync(packages);
    for (const name of ['koffi', '@koromix'])
      symlinkSync(path.join(PROJECT_ROOT, 'node_modules', name), path.join(packages, name));
    program = path.join(folder, 'package/bin/run.js');
  });
  after(() => rmSync(folder, {recursive: true}));

  it('answers, without a code cache', async () => {
    const {status, stdout} = await run([process.execPath, program, 'decode-status', '--json', '0x8000']);
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).statuses[0].exitStatus, 128);
  });

  it('makes system calls', async () => {
    const {status, stdout} = await run([process.execPath, program, 'signals', '--json', `${process.pid}`]);
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).schema, 'procdoc/signals@1');
  });

  it('has the help of every command', async () => {
    for (const id of Object.keys(COMMANDS)) {
      const {status, stdout} = await run([process.execPath, program, id, '-h']);
      assert.equal(status, 0, id);
      assert.match(stdout, /^USAGE$/m, id);
    }
  });
});
