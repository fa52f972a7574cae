import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {bodyBytes, bodyOf, escapeWord, unescapeText} from './bytes.ts';

const anyBytes = fc.uint8Array({maxLength: 300}).map(bytes => Buffer.from(bytes));

test('any bytes survive as a word and as a body, in printable ASCII', () =>
  fc.assert(
    fc.property(anyBytes, bytes => {
      const word = escapeWord(bytes);
      const lines = bodyOf(bytes.toString('latin1'));
      assert.deepEqual(unescapeText(word), bytes);
      assert.deepEqual(bodyBytes(Buffer.from(`file\n${lines}end\n`), 5, 5 + lines.length), bytes);
      assert.match(word, /^[!-~]*$/);
      for (const text of lines.split('\n')) assert.match(text, /^(?:[\t -~]*[!-~])?$/);
    }),
  ));

test('ordinary text stays readable, tabs and all', () => {
  assert.equal(bodyOf('State:\tZ (zombie)'), '>State:\tZ (zombie)\n');
  assert.equal(bodyOf('one\n\ntwo\n'), '|one\n|\n|two\n');
});

test('what does not print is escaped: NUL, a newline, an escape sequence, a byte that is no UTF-8', () => {
  assert.equal(bodyOf('sh\0-c\0'), '>sh\\0-c\\0\n');
  assert.equal(bodyOf('a\rb\x1b[31m\xff'), '>a\\x0db\\x1b[31m\\xff\n');
  assert.equal(escapeWord(Buffer.from('a\nb')), 'a\\x0ab');
  assert.equal(bodyOf('C:\\0'), '>C:\\\\0\n');
});

test('blanks at the end of a line are escaped, because editors remove them', () => {
  assert.equal(bodyOf('Groups:\t0 \nx\t'), '|Groups:\t0\\x20\n>x\\x09\n');
  assert.equal(escapeWord(Buffer.from('a b')), 'a\\x20b');
});

test('a body line without a newline has a mark of its own', () => {
  assert.equal(bodyOf('one\ntwo'), '|one\n>two\n');
  assert.equal(bodyOf('one'), '>one\n');
  assert.equal(bodyOf(''), '');
});

test('nothing but what was written is read', () => {
  for (const text of ['\\', '\\n', '\\x4', '\\xAB', '\\\\\\', 'é', 'a\0b', 'a\r'])
    assert.equal(unescapeText(text), undefined, JSON.stringify(text));
});
