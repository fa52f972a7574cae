import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {html, packed, prose} from './markup.ts';

const hostile = `</script><img src=x onerror="alert('1')">&lt;\u202e\u2028\0\n`;

test('text of another process stays text, in content and in attributes', () => {
  assert.equal(
    html`<p title="${hostile}">${hostile}</p>`.text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, ''),
    String.raw`<p title="/scriptimg src=x onerror=alert(1)lt;\u{202e}\u{2028}\x00\n">/scriptimg src=x onerror=alert(1)lt;\u{202e}\u{2028}\x00\n</p>`,
  );
});

test('HTML in a template stands as it is, alone and in a list, and numbers are text', () => {
  assert.equal(
    html`<ul>${[1, 2].map(one => html`<li>${one}</li>`)}</ul>`.text,
    '<ul><li>1</li><li>2</li></ul>',
  );
});

test('what prose has in backquotes is code, and hostile names in it stay text', () => {
  assert.equal(html`${prose('Run `kill -TERM 1`, <b>.')}`.text, 'Run <code>kill -TERM 1</code>, &lt;b&gt;.');
  assert.equal(html`${prose('a ` b')}`.text, 'a ` b');
});

test('text that is packed in a script element does not end it, is on one line, and is read as it was', () => {
  const value = `${hostile}<!-- \u2029 <script></script>`;
  const {text} = packed(value);
  assert.match(text, /^\n[\w+/]+=*\n$/);
  assert.equal(gunzipSync(Buffer.from(text, 'base64')).toString(), value);
});
