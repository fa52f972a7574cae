import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {shellWord} from './shell-word.ts';

test('a plain word stays as it is', () => {
  assert.equal(shellWord('/run/a-b_c@1.lock'), '/run/a-b_c@1.lock');
});

test('a shell reads any word as it was', () => {
  for (const word of ['', 'a b', "it's", '$HOME', 'a\\x2db', '*', '"', '~', 'a\nb', '`id`'])
    assert.equal(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(word)}`], {encoding: 'utf8'}), word);
});
