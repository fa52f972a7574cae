import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {COMMANDS} from '../../../src/start/commands.ts';
import {IS_ROOT, run} from '../../support/procdoc.ts';

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

  const dist = () => path.join(folder, 'package/dist');
  const caches = () => readdirSync(dist()).filter(name => name.endsWith('.cache'));
  const cacheOf = (use: string) => caches().find(name => name.endsWith(`.${use}.cache`));
  /** Whether V8 takes what a file holds for the volumes of a use. */
  const isCached = (use: string) => {
    const load = `const {cache} = require(process.argv[1]).loadBundle(process.argv[2], process.argv[3]);
      console.log([...cache.scripts.values()].every(script => script.cachedDataRejected === false))`;
    const words = [path.join(folder, 'package/bin/bundle-file.js'), path.join(dist(), 'main.cjs'), use];
    return execFileSync(process.execPath, ['-e', load, ...words], {encoding: 'utf8'}) === 'true\n';
  };
  const decode = () => run([process.execPath, program, 'decode-status', '137'], {env: {NODE_OPTIONS: ''}});

  it('has a code cache for each command', () => {
    for (const id of Object.keys(COMMANDS)) assert.ok(isCached(id), id);
  });

  it('makes at a first start the code cache that it lacks, where only its owner may write', async () => {
    rmSync(path.join(dist(), cacheOf('decode-status') ?? ''));
    chmodSync(dist(), 0o775);
    await decode();
    assert.equal(cacheOf('decode-status'), undefined, 'the group could write there');
    chmodSync(dist(), 0o755);
    await decode();
    const made = cacheOf('decode-status') ?? '';
    assert.equal(statSync(path.join(dist(), made)).mode & 0o777, 0o644);
    assert.ok(isCached('decode-status'));
  });

  it('keeps no code cache for a word that is no command', async () => {
    const before = caches();
    const {status} = await run([process.execPath, program, 'zombis'], {env: {NODE_OPTIONS: ''}});
    assert.equal(status, 2);
    assert.deepEqual(caches(), before);
  });

  it('takes no code cache that another user could have written, and none that is broken', async () => {
    const file = path.join(dist(), cacheOf('decode-status') ?? '');
    chmodSync(file, 0o664);
    assert.ok(!isCached('decode-status'));
    writeFileSync(file, '', {mode: 0o644});
    chmodSync(file, 0o644);
    assert.equal((await decode()).status, 0);
  });

  it('takes no code cache of another user', {skip: !IS_ROOT && 'needs root'}, async () => {
    const file = path.join(dist(), cacheOf('zombies') ?? '');
    chownSync(file, 65534, 65534);
    assert.ok(!isCached('zombies'));
  });

  it('answers', async () => {
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
