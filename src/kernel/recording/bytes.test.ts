import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {bodyBytes, bodyLines, escapeLine, escapeWord, unescapeText} from './bytes.ts';

const anyBytes = fc.uint8Array({maxLength: 300}).map(bytes => Buffer.from(bytes));

test('any bytes survive as a line, as a word and as a body, in printable ASCII', () =>
  fc.assert(
    fc.property(anyBytes, bytes => {
      const [line, word, body] = [escapeLine(bytes), escapeWord(bytes), bodyLines(bytes)];
      assert.deepEqual(unescapeText(line), bytes);
      assert.deepEqual(unescapeText(word), bytes);
      assert.deepEqual(bodyBytes(body.map(text => `${text}\n`).join('')), bytes);
      assert.match(word, /^[!-~]*$/);
      for (const text of [line, ...body]) assert.match(text, /^(?:[\t -~]*[!-~])?$/);
    }),
  ));

test('ordinary text stays readable, tabs and all', () => {
  assert.equal(escapeLine(Buffer.from('State:\tZ (zombie)')), 'State:\tZ (zombie)');
  assert.deepEqual(bodyLines(Buffer.from('one\n\ntwo\n')), ['|one', '|', '|two']);
});

test('what does not print is escaped: NUL, a newline, an escape sequence, a byte that is no UTF-8', () => {
  assert.equal(escapeLine(Buffer.from('sh\0-c\0')), 'sh\\0-c\\0');
  assert.equal(escapeLine(Buffer.from('a\nb\x1b[31m\xff', 'latin1')), 'a\\x0ab\\x1b[31m\\xff');
  assert.equal(escapeLine(Buffer.from('C:\\0')), 'C:\\\\0');
});

test('blanks at the end of a line are escaped, because editors remove them', () => {
  assert.equal(escapeLine(Buffer.from('Groups:\t0 ')), 'Groups:\t0\\x20');
  assert.equal(escapeWord(Buffer.from('a b')), 'a\\x20b');
});

test('a body line without a newline has a mark of its own', () => {
  assert.deepEqual(bodyLines(Buffer.from('one\ntwo')), ['|one', '>two']);
  assert.deepEqual(bodyLines(Buffer.alloc(0)), []);
});

test('nothing but what was written is read', () => {
  for (const text of ['\\', '\\n', '\\x4', '\\xAB', '\\\\\\', 'é', 'a\0b', 'a\r'])
    assert.equal(unescapeText(text), undefined, JSON.stringify(text));
});
