import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {IS_ROOT} from '../../test/support/procdoc.ts';
import {found, unreadable} from './read.ts';
import {distrustOf, readRegularText} from './trusted-file.ts';

const NOBODY = 65534;
const caller = {uid: process.getuid?.() ?? 0, isOwnGroup: () => false};
let folder: string;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'procdoc-trust-'));
});
after(() => rmSync(folder, {recursive: true}));

/** A file in a folder of its own; of another owner or mode, if told. */
function makeFile(name: string, {mode = 0o644, owner}: {mode?: number; owner?: number} = {}): string {
  const own = path.join(folder, name);
  mkdirSync(own);
  const file = path.join(own, 'policy');
  writeFileSync(file, 'x');
  chmodSync(file, mode);
  if (owner !== undefined) chownSync(file, owner, owner);
  return file;
}

describe('a file is trusted', () => {
  it('if it is the caller’s and nobody else can write it, in a folder of a sticky one, too', () => {
    // The folder of the test is in a sticky one, /tmp.
    assert.deepEqual(distrustOf(makeFile('own'), caller), found(undefined));
    const link = path.join(folder, 'to-own');
    symlinkSync('own/../own/policy', link);
    assert.deepEqual(distrustOf(link, caller), found(undefined));
  });

  it('not in a sticky folder itself, into which anybody can move a file or link of the caller’s', () => {
    const inSticky = makeFile('sticky');
    const place = path.dirname(inSticky);
    const link = path.join(place, 'link');
    symlinkSync(makeFile('behind-sticky'), link);
    chmodSync(place, 0o1777);
    for (const file of [inSticky, link, place])
      assert.deepEqual(distrustOf(file, caller), found({kind: 'writable', place, mode: 0o1777}));
  });

  it('not by way of a link in a folder that others can write, to what is trusted', () => {
    const target = makeFile('target');
    const inOpen = path.join(path.dirname(makeFile('open-links')), 'link');
    const place = path.dirname(inOpen);
    symlinkSync(path.dirname(target), inOpen);
    chmodSync(place, 0o777);
    const first = path.join(folder, 'first-of-two');
    symlinkSync(path.join(inOpen, 'policy'), first);
    assert.deepEqual(distrustOf(first, caller), found({kind: 'writable', place, mode: 0o777}));
  });

  it('not if a link to it is another user’s', {skip: !IS_ROOT && 'needs root'}, () => {
    const link = path.join(folder, 'planted-link');
    symlinkSync(makeFile('lenient'), link);
    lchownSync(link, NOBODY, NOBODY);
    assert.deepEqual(distrustOf(link, caller), found({kind: 'owner', place: link, uid: NOBODY}));
  });

  it('not in a ring of links', () => {
    symlinkSync('ring', path.join(folder, 'ring'));
    assert.deepEqual(distrustOf(path.join(folder, 'ring'), caller), unreadable('ELOOP'));
  });

  it('not if others can write it, or a folder above it', () => {
    const open = makeFile('open', {mode: 0o666});
    assert.deepEqual(distrustOf(open, caller), found({kind: 'writable', place: open, mode: 0o666}));
    const shared = makeFile('shared', {mode: 0o664});
    assert.deepEqual(distrustOf(shared, caller), found({kind: 'writable', place: shared, mode: 0o664}));
    assert.deepEqual(distrustOf(shared, {...caller, isOwnGroup: () => true}), found(undefined));
    const inOpen = makeFile('in-open');
    chmodSync(path.dirname(inOpen), 0o777);
    assert.deepEqual(
      distrustOf(inOpen, caller),
      found({kind: 'writable', place: path.dirname(inOpen), mode: 0o777}),
    );
  });

  it('not by way of a link to what is not', () => {
    const open = makeFile('behind', {mode: 0o666});
    const link = path.join(folder, 'link');
    symlinkSync(open, link);
    assert.deepEqual(distrustOf(link, caller), found({kind: 'writable', place: open, mode: 0o666}));
  });

  it('not if it is another user’s', {skip: !IS_ROOT && 'needs root'}, () => {
    const planted = makeFile('planted', {owner: NOBODY});
    assert.deepEqual(distrustOf(planted, caller), found({kind: 'owner', place: planted, uid: NOBODY}));
  });

  it('if it is there at all', () => {
    assert.equal(distrustOf(path.join(folder, 'nothing'), caller).ok, false);
  });
});

describe('the text of a file', () => {
  it('is read only of a regular one, which need not be waited for', () => {
    const fifo = path.join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    for (const file of [fifo, '/dev/zero', folder])
      assert.deepEqual(readRegularText(file, 10), found({kind: 'not-regular'}));
  });

  it('is empty in /dev/null, and none behind a link to nothing', () => {
    assert.deepEqual(readRegularText('/dev/null', 10), found({kind: 'text', text: ''}));
    const link = path.join(folder, 'dangling');
    symlinkSync('nothing', link);
    assert.deepEqual(readRegularText(link, 10), found({kind: 'dangling-link'}));
  });

  it('is read up to a size', () => {
    const file = makeFile('sized');
    writeFileSync(file, 'ten bytes.');
    assert.deepEqual(readRegularText(file, 10), found({kind: 'text', text: 'ten bytes.'}));
    assert.deepEqual(readRegularText(file, 9), found({kind: 'too-large', bytes: 10}));
  });
});
