import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseRubyArguments} from './ruby.ts';
import {runsCommand, runsFile, runsStdin, unknownRun} from './what-runs.ts';

const ruby = (...words: string[]) => parseRubyArguments(words);

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(ruby('-w', 'x.rb', '-e', '--'), runsFile('x.rb', ['-e', '--']));
  assert.deepEqual(ruby('-S', 'rackup', '-p', '80'), runsFile('rackup', ['-p', '80']));
});

test('-e takes what is attached or the next word, and adds up', () => {
  assert.deepEqual(ruby('-e', 'p 1', 'a'), runsCommand('p 1', ['a']));
  assert.deepEqual(ruby('-ne', 'p $_', '-w', 'f'), runsCommand('p $_', ['f']));
  assert.deepEqual(ruby('-ep 1', '-e', 'p 2'), runsCommand('p 1\np 2', []));
});

test('-r, -I, -C, -X and -E take what is attached or the next word', () => {
  const words = ['-rset', '-r', 'json', '-I', 'lib', '-wIlib2', '-C', '/srv', '-E', 'UTF-8', 'x.rb'];
  assert.deepEqual(ruby(...words), runsFile('x.rb', []));
});

test('switches with optional values take only what belongs to them, and more letters may follow', () => {
  for (const word of [
    '-W0w',
    '-W:no-deprecated',
    '-i.bak',
    '-0777n',
    '-F:',
    '-x/srv',
    '-Kuw',
    '-T1',
    '-wU',
  ]) {
    assert.deepEqual(ruby(word, 'x.rb'), runsFile('x.rb', []), word);
  }
  assert.deepEqual(ruby('-lane', 'p'), runsCommand('p', []));
  assert.deepEqual(ruby('-W0e', 'p'), runsCommand('p', []));
});

test('long options take their value behind an equals sign or as the next word', () => {
  const words = ['--encoding', 'utf-8', '--external-encoding=utf-8', '--enable', 'frozen-string-literal'];
  assert.deepEqual(ruby(...words, '--backtrace-limit=3', 'x.rb'), runsFile('x.rb', []));
});

test('features are switched by a name attached with a dash, and JITs take no word', () => {
  assert.deepEqual(ruby('--disable-gems', '--yjit', '--yjit-stats=quiet', 'x.rb'), runsFile('x.rb', []));
  assert.deepEqual(ruby('--disable=gems', '--debug-frozen-string-literal', 'x.rb'), runsFile('x.rb', []));
});

test('two dashes end the options', () => {
  assert.deepEqual(ruby('-w', '--', '-x.rb'), runsFile('-x.rb', []));
});

test('a lone dash, an empty word and nothing at all is standard input', () => {
  assert.deepEqual(ruby('-', 'a'), runsStdin(['a']));
  assert.deepEqual(ruby('', 'a'), runsStdin(['a']));
  assert.deepEqual(ruby('-n'), runsStdin([]));
});

test('-v and --verbose with a script run it, and without one exit', () => {
  assert.deepEqual(ruby('-v', 'x.rb'), runsFile('x.rb', []));
  assert.equal(ruby('-v'), undefined);
  assert.equal(ruby('--verbose'), undefined);
});

test('what only prints or checks runs no script', () => {
  for (const words of [
    ['-h'],
    ['--version', 'x.rb'],
    ['--help'],
    ['-wc', 'x.rb'],
    ['--dump=insns', 'x.rb'],
  ]) {
    assert.equal(ruby(...words), undefined, words.join(' '));
  }
});

test('unknown options and missing values are refused', () => {
  for (const words of [['-z', 'x.rb'], ['--bogus'], ['-e'], ['-C'], ['--encoding'], ['--encoding=']]) {
    assert.deepEqual(ruby(...words), unknownRun, words.join(' '));
  }
});
