import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {PackedTexts} from './packed-texts.ts';

const latin1 = fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes).toString('latin1'));

test('texts have one number if and only if they are equal, as strings and as bytes', () => {
  fc.assert(
    fc.property(fc.array(latin1, {maxLength: 60}), all => {
      const texts = new PackedTexts();
      const ids = all.map(text => texts.put(text));
      assert.equal(texts.size, new Set(all).size);
      for (const [at, text] of all.entries()) {
        const id = ids[at] ?? -1;
        assert.equal(texts.put(Buffer.from(text, 'latin1')), id);
        assert.equal(texts.textOf(id), text);
        assert.equal(texts.bytesOf(id).toString('latin1'), text);
        assert.equal(texts.lengthOf(id), text.length);
      }
    }),
  );
});

test('there is room for thousands of texts, also for one of many megabytes', () => {
  const texts = new PackedTexts();
  const all = Array.from({length: 20_000}, (_, at) => `${at} `.repeat(at === 7 ? 1_000_000 : 40));
  const ids = all.map(text => texts.put(text));
  assert.equal(texts.size, all.length);
  assert.ok(all.every((text, at) => texts.textOf(ids[at] ?? -1) === text && texts.put(text) === ids[at]));
});
