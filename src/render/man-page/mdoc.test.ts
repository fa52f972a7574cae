import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {escaped, literal, macroArgument, manualPage, prose, referenceList, referencesIn} from './mdoc.ts';

describe('text for roff', () => {
  it('keeps dashes, quotes and backslashes as they are typed', () => {
    assert.equal(escaped('--all'), '\\-\\-all');
    assert.equal(escaped('printf "a\\n"'), 'printf \\(dqa\\en\\(dq');
    assert.equal(escaped("it's"), 'it\\(aqs');
  });

  it('begins no macro with a dot or a quote', () => {
    assert.equal(escaped('.pyc files'), '\\&.pyc files');
    assert.equal(escaped("'x'"), '\\(aqx\\(aq');
  });

  it('is ASCII, without control characters', () => {
    assert.equal(escaped('a …\tb'), 'a \\[u2026] b');
  });

  it('is shown letter by letter', {skip: spawnSync('mandoc').error && 'needs mandoc'}, () => {
    const line = fc
      .string({unit: 'grapheme-ascii', minLength: 1, maxLength: 60})
      .filter(text => text.trim() === text);
    const lines = fc.sample(line, 500);
    const head = {name: 'x', purpose: 'y', version: '1', section: 1} as const;
    const page = manualPage(head, [{title: 'DESCRIPTION', lines: literal(lines)}]);
    const shown = execFileSync('mandoc', ['-T', 'utf8'], {input: page, encoding: 'utf8'}).split('\n');
    const from = shown.findIndex(text => text.includes('D\bDE\bES')) + 1;
    const body = shown.slice(from).map(text => text.trim());
    assert.deepEqual(body.filter(text => text !== '').slice(0, -1), lines);
  });
});

describe('a word on the line of a macro', () => {
  it('is one word, and neither a macro nor punctuation', () => {
    assert.equal(macroArgument('Fl'), '\\&Fl');
    assert.equal(macroArgument('|'), '\\&|');
    assert.equal(macroArgument('two words'), '"two words"');
    assert.equal(macroArgument('PID'), 'PID');
    assert.equal(macroArgument('[+]COL,...'), '[+]COL,...');
  });
});

describe('prose', () => {
  it('has each sentence on a line of its own', () => {
    assert.deepEqual(prose('It ended. Nobody waited (yet). Then $? of it.'), [
      'It ended.',
      'Nobody waited (yet).',
      'Then $? of it.',
    ]);
  });

  it('makes cross references of manual pages, with what follows them', () => {
    assert.deepEqual(prose('See wait(2), or kcmp(2).'), ['See', '.Xr wait 2 ,', 'or', '.Xr kcmp 2 .']);
    assert.deepEqual(prose('system() is no page'), ['system() is no page']);
  });

  it('is wrapped', () => {
    assert.ok(prose('word '.repeat(40)).every(line => line.length <= 78));
  });
});

describe('references', () => {
  it('are found in a text', () => {
    assert.deepEqual(referencesIn('waitpid(2), system(3); f(x)'), [
      {name: 'waitpid', section: 2},
      {name: 'system', section: 3},
    ]);
  });

  it('are listed by section, then name, each once', () => {
    const [proc, wait, ps] = [
      {name: 'proc', section: 5},
      {name: 'wait', section: 2},
      {name: 'ps', section: 1},
    ];
    assert.deepEqual(referenceList([proc, wait, ps, wait]), ['.Xr ps 1 ,', '.Xr wait 2 ,', '.Xr proc 5']);
  });
});
