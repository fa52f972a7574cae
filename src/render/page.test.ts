import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {counted, fitted, wrapped} from './page.ts';
import {plainStyle} from './style.ts';

describe('prose', () => {
  it('is wrapped at blanks, with a hanging indent', () => {
    assert.deepEqual(wrapped('it never waits for them', 12, '- ', '  '), [
      '- it never',
      '  waits for',
      '  them',
    ]);
  });

  it('lets a word that is too wide stand alone', () => {
    assert.deepEqual(wrapped('see /a/very/long/path now', 8), ['see', '/a/very/long/path', 'now']);
  });

  it('keeps code whole, and takes a single backquote for none', () => {
    assert.deepEqual(wrapped('see `kill -TERM 4711`, or wait', 12), ['see', '`kill -TERM 4711`,', 'or wait']);
    assert.deepEqual(wrapped('a file named ` and so on', 12), ['a file named', '` and so on']);
  });

  it('loses no word', () => {
    const word = fc.string({minLength: 1, maxLength: 12}).filter(text => !text.includes(' '));
    fc.assert(
      fc.property(fc.array(word, {minLength: 1}), fc.integer({min: 1, max: 40}), (words, width) => {
        assert.equal(wrapped(words.join(' '), width).join(' '), words.join(' '));
      }),
    );
  });
});

describe('a command', () => {
  it('is cut to a terminal, and whole in a pipe', () => {
    const terminal = {style: plainStyle, width: 80, screen: 80, isTerminal: true};
    assert.equal(fitted('python3 daemon.py', 8, terminal, '…'), 'python3…');
    assert.equal(fitted('python3 daemon.py', 8, terminal, '...'), 'pytho...');
    assert.equal(
      fitted('python3 daemon.py', 8, {style: plainStyle, width: 80, screen: 80, isTerminal: false}),
      'python3 daemon.py',
    );
  });
});

describe('a count', () => {
  it('agrees with its noun', () => {
    assert.equal(counted(1, 'zombie'), '1 zombie');
    assert.equal(counted(4000, 'zombie'), '4,000 zombies');
    assert.equal(counted(1_234_567, 'zombie'), '1,234,567 zombies');
    assert.equal(counted(999, 'zombie'), '999 zombies');
    assert.equal(counted(2, 'process', 'processes'), '2 processes');
  });
});
