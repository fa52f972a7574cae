import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseCommandWords} from './command-words.ts';

describe('the words of a command', () => {
  const lines: ReadonlyArray<readonly [string, readonly string[]]> = [
    ['systemctl restart  my.service', ['systemctl', 'restart', 'my.service']],
    [`mail -s 'it died' "root at home"`, ['mail', '-s', 'it died', 'root at home']],
    [`a\\ b '' "c\\"d" 'e\\f' g"h"'i'`, ['a b', '', 'c"d', 'e\\f', 'ghi']],
    ['sh -c "exit 1"', ['sh', '-c', 'exit 1']],
    [`echo '$HOME | x'`, ['echo', '$HOME | x']],
    ['a=b %x +y @z \\$HOME', ['a=b', '%x', '+y', '@z', '$HOME']],
    ['"a\\b"', ['a\\b']],
  ];
  for (const [line, words] of lines) it(line, () => assert.deepEqual(parseCommandWords(line), words));

  it('are none where only a shell understands the line', () => {
    for (const [line, at] of [
      ['date | mail root', '|'],
      ['echo $HOME', '$'],
      ['echo "$HOME"', '$'],
      ['echo `date`', '`'],
      ['rm *.pid', '*'],
      ['a; b', ';'],
      ['a > b', '>'],
    ])
      assert.deepEqual(parseCommandWords(line ?? ''), {problem: {kind: 'needs-shell', at}}, line);
  });

  it('are none where a quote stays open, or there is nothing', () => {
    assert.deepEqual(parseCommandWords(`echo 'a`), {problem: {kind: 'quote-open'}});
    for (const line of ['', '  ']) assert.deepEqual(parseCommandWords(line), {problem: {kind: 'empty'}});
  });
});
