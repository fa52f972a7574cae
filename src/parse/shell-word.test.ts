import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {shellWord} from './shell-word.ts';
import {decodeText} from './text.ts';

test('a plain word stays as it is', () => {
  assert.equal(shellWord('/run/a-b_c@1.lock'), '/run/a-b_c@1.lock');
});

test('a shell reads any word as it was', () => {
  for (const word of ['', 'a b', "it's", '$HOME', 'a\\x2db', '*', '"', '~', '`id`'])
    assert.equal(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(word)}`], {encoding: 'utf8'}), word);
});

test('what is not to be printed stands as its bytes, which a shell reads back', () => {
  const words = ['a\nb', "it's\t\\n", '\x1b[31m', 'a\u202eb 1', '\x017', 'x\u{e0001}é'];
  for (const word of [...words, decodeText(Buffer.from([0x61, 0xff, 0x0a]))]) {
    const printed = shellWord(word);
    assert.doesNotMatch(printed, /[^ -~é]/);
    const read = execFileSync('bash', ['-c', `printf %s ${printed}`]);
    assert.equal(decodeText(read), word);
  }
});
