import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {attempt} from './descriptor.ts';
import {found, unreadable} from './read.ts';
import {findUpwards, obstacleToWriting, replaceTextFile} from './text-file.ts';

const NOBODY = 65534;

let folder = '';
const at = (name: string) => path.join(folder, name);
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'procdoc-text-file-'));
});
after(() => rmSync(folder, {recursive: true}));

describe('replacing a file', () => {
  it('makes one that is not there, and nothing else', () => {
    assert.deepEqual(replaceTextFile(at('new'), 'text\n'), found(undefined));
    assert.deepEqual([readFileSync(at('new'), 'utf8'), readdirSync(folder)], ['text\n', ['new']]);
  });

  it('puts another file in the place of the old one, with its mode', () => {
    writeFileSync(at('old'), 'old');
    chmodSync(at('old'), 0o604);
    const {ino} = statSync(at('old'));
    replaceTextFile(at('old'), 'new');
    const now = statSync(at('old'));
    assert.deepEqual([readFileSync(at('old'), 'utf8'), now.mode & 0o777], ['new', 0o604]);
    assert.notEqual(now.ino, ino);
  });

  it('leaves a symbolic link one, and a device one', () => {
    writeFileSync(at('target'), 'old');
    symlinkSync('target', at('link'));
    replaceTextFile(at('link'), 'new');
    assert.deepEqual([readlinkSync(at('link')), readFileSync(at('target'), 'utf8')], ['target', 'new']);
    replaceTextFile('/dev/null', 'text');
    assert.ok(statSync('/dev/null').isCharacterDevice());
  });

  it('leaves a symbolic link to nothing one, and makes what it names', () => {
    symlinkSync('not-there-yet', at('dangling'));
    replaceTextFile(at('dangling'), 'text', 0o600);
    assert.equal(readlinkSync(at('dangling')), 'not-there-yet');
    const made = statSync(at('not-there-yet'));
    assert.deepEqual([readFileSync(at('dangling'), 'utf8'), made.mode & 0o777], ['text', 0o600]);
  });

  it('writes to a file that has no name any more', () => {
    const deleted = openSync(at('deleted'), 'w+');
    rmSync(at('deleted'));
    assert.deepEqual(replaceTextFile(`/proc/self/fd/${deleted}`, 'text'), found(undefined));
    assert.equal(readFileSync(deleted, 'utf8'), 'text');
    closeSync(deleted);
  });

  it("follows another user's link in a folder for all where the kernel does, and nowhere else", () => {
    mkdirSync(at('for-all'));
    chmodSync(at('for-all'), 0o1777);
    writeFileSync(at('precious'), 'old');
    symlinkSync('../precious', at('for-all/planted'));
    if (process.getuid?.() === 0) lchownSync(at('for-all/planted'), NOBODY, NOBODY);
    const byKernel = attempt(() => writeFileSync(at('for-all/planted'), 'old', {flag: 'r+'}));
    assert.deepEqual(replaceTextFile(at('for-all/planted'), 'new'), byKernel);
    assert.equal(readFileSync(at('precious'), 'utf8'), byKernel.ok ? 'new' : 'old');
  });

  it('gives it the mode that is asked for, whatever that of the old one was', () => {
    writeFileSync(at('open'), 'old', {mode: 0o644});
    replaceTextFile(at('open'), 'new', 0o600);
    assert.deepEqual([readFileSync(at('open'), 'utf8'), statSync(at('open')).mode & 0o777], ['new', 0o600]);
  });

  it('is known before to fail where the folder is missing, or the file is one; a link may lead anywhere', () => {
    symlinkSync('nowhere/x', at('unsure'));
    writeFileSync(at('known'), '');
    assert.deepEqual(
      [at('none/x'), folder, at('new'), at('known'), at('known/x'), at('unsure'), '/dev/full'].map(
        obstacleToWriting,
      ),
      ['ENOENT', 'EISDIR', undefined, undefined, 'ENOTDIR', undefined, undefined],
    );
  });

  it('says why it cannot', () => {
    assert.deepEqual(replaceTextFile(at('none/x'), ''), unreadable('ENOENT'));
    assert.deepEqual(replaceTextFile(folder, ''), unreadable('EISDIR'));
  });
});

it('a file is found in the working directory, or in the nearest one above', () => {
  const start = process.cwd();
  mkdirSync(at('a/b'), {recursive: true});
  mkdirSync(at('a/b/procdoc-found'));
  writeFileSync(at('procdoc-found'), '');
  process.chdir(at('a/b'));
  try {
    assert.equal(findUpwards('procdoc-found'), at('procdoc-found'));
    symlinkSync('nothing', at('a/procdoc-found'));
    assert.equal(findUpwards('procdoc-found'), at('a/procdoc-found'));
    assert.equal(findUpwards('procdoc-not-found'), undefined);
  } finally {
    process.chdir(start);
  }
});
