import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {decodeText} from '../parse/text.ts';
import {jsonText, printable, printableCommand} from './safe-text.ts';

const anyBytes = fc.uint8Array({maxLength: 40}).map(bytes => decodeText(bytes));

describe('text of other processes', () => {
  it('is printed as it is where it is harmless', () => {
    assert.equal(printable('my daemon – naïve 日本'), 'my daemon – naïve 日本');
  });

  it('cannot reach the terminal with escapes, newlines or reordering', () => {
    assert.equal(printable('\x1b[31mred\n\u202eexe'), '\\x1b[31mred\\n\\u{202e}exe');
  });

  it('shows a byte that was no UTF-8', () => {
    assert.equal(printable(decodeText(Buffer.of(0x61, 0xff))), 'a\\xff');
  });

  it('never carries a control byte, whatever it was', () => {
    fc.assert(fc.property(anyBytes, text => assert.doesNotMatch(printable(text), /[\x00-\x1f\x7f-\x9f]/)));
  });

  it('is valid Unicode in JSON', () => {
    assert.equal(jsonText({comm: decodeText(Buffer.of(0x61, 0xff))}), '{\n  "comm": "a\\\\xff"\n}');
    fc.assert(fc.property(anyBytes, text => assert.ok(JSON.parse(jsonText(text)).isWellFormed())));
  });

  it('carries no raw control byte in JSON, and means the same', () => {
    assert.equal(jsonText('\x7f\x9b\x1b'), '"\\u007f\\u009b\\u001b"');
    assert.equal(jsonText('a\u202eb\u200b\u2028\u{e0001}'), '"a\\u202eb\\u200b\\u2028\\udb40\\udc01"');
    const wellFormed = fc.string({unit: 'binary'});
    fc.assert(fc.property(wellFormed, text => assert.equal(JSON.parse(jsonText(text)), text)));
  });

  it('quotes the arguments of a command as a shell would need them', () => {
    assert.equal(
      printableCommand(['sh', '-c', 'echo "a b"', "it's", '']),
      `sh -c 'echo "a b"' 'it'\\''s' ''`,
    );
    assert.equal(printableCommand(['printf', 'a\tb']), `printf $'a\\tb'`);
  });
});

test('a title that a program has written over its arguments stands without the room behind it', () => {
  assert.equal(printableCommand(['(sd-pam)', '', '', '']), "'(sd-pam)'");
  assert.equal(printableCommand(['printf', '', 'x']), "printf '' x");
  assert.equal(printableCommand(['', '', '']), "''");
});
