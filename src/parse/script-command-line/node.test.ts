import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseNodeArguments} from './node.ts';
import {runsCommand, runsFile, runsModule, runsStdin, unknownRun} from './what-runs.ts';

const node = (...words: string[]) => parseNodeArguments(words);

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(node('x.js', '--inspect', '--'), runsFile('x.js', ['--inspect', '--']));
  assert.deepEqual(node('--', '-x.js'), runsFile('-x.js', []));
});

test('options that take a value take it attached or as the next word', () => {
  assert.deepEqual(node('-r', './hook.cjs', '--import=tsx', 'x.mjs'), runsFile('x.mjs', []));
  assert.deepEqual(node('-C', 'dev', '--env-file', '.env', '--title', 't', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('--loader', 'ts-node/esm', 'x.ts', 'a'), runsFile('x.ts', ['a']));
  assert.deepEqual(node('--inspect-port', '0', 'x.js'), runsFile('x.js', []));
});

test('flags take no word: not Node’s, not V8’s, not one that is not known', () => {
  assert.deepEqual(node('--no-warnings', '--enable-source-maps', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('--inspect', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('--inspect=0.0.0.0:9229', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('--max-old-space-size=4096', '--expose-gc', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('--flag-of-the-future', 'x.js'), runsFile('x.js', []));
});

test('underscores are dashes', () => {
  assert.deepEqual(node('--env_file', '.env', 'x.js'), runsFile('x.js', []));
});

test('-e is program text, with everything behind the options as arguments', () => {
  assert.deepEqual(node('-e', '1', 'a', '-b'), runsCommand('1', ['a', '-b']));
  assert.deepEqual(node('--eval=1', '--', '-a'), runsCommand('1', ['-a']));
  assert.deepEqual(node('-e', '1', '--no-warnings', 'a'), runsCommand('1', ['a']));
  assert.deepEqual(node('-e', '\\-1'), runsCommand('-1', []));
  assert.deepEqual(node('-e', '', 'x.js'), runsCommand('', ['x.js']));
});

test('-p takes a next word that is no option as its program text', () => {
  assert.deepEqual(node('-p', '1+1', 'a'), runsCommand('1+1', ['a']));
  assert.deepEqual(node('-pe', '1', 'a'), runsCommand('1', ['a']));
  assert.deepEqual(node('-p', '--no-warnings', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('-p'), runsStdin([]));
});

test('a value that starts with a dash, an empty one, a missing one and one denied are refused', () => {
  for (const words of [['-e', '-1'], ['-r'], ['--eval='], ['-pe'], ['--no-title', 'x', 'y.js']]) {
    assert.deepEqual(node(...words), unknownRun, words.join(' '));
  }
});

test('a lone dash, an empty word and nothing at all is standard input', () => {
  assert.deepEqual(node('-', 'a'), runsStdin(['a']));
  assert.deepEqual(node('', 'a'), runsStdin(['a']));
  assert.deepEqual(node(), runsStdin([]));
});

test('-i asks for a prompt unless there is a script', () => {
  assert.deepEqual(node('-i'), runsStdin([], true));
  assert.deepEqual(node('-i', 'x.js'), runsFile('x.js', []));
  assert.deepEqual(node('-i', '-e', '1'), runsCommand('1', []));
});

test('a directory is what can only be one', () => {
  assert.deepEqual(node('.', 'a'), runsFile('.', ['a'], 'directory'));
  assert.deepEqual(node('dist/'), runsFile('dist/', [], 'directory'));
});

test('debugger, test runner and watcher are not the script: they start it in another process', () => {
  assert.deepEqual(node('inspect', 'x.js', 'a'), runsModule('node:inspect', ['x.js', 'a']));
  assert.deepEqual(node('--test', '--test-reporter', 'spec', 'x.js'), runsModule('node:test', ['x.js']));
  assert.deepEqual(node('--watch', 'x.js', 'a'), runsModule('node:watch', ['x.js', 'a']));
  assert.deepEqual(node('--watch-path=src', 'x.js'), runsModule('node:watch', ['x.js']));
  assert.deepEqual(node('--no-watch', 'x.js'), runsFile('x.js', []));
});

test('--run runs a script of package.json', () => {
  assert.deepEqual(node('--run', 'build', '--', '-x'), runsModule('node:run', ['build', '-x']));
});

test('what only prints or checks runs no script', () => {
  for (const words of [['-v'], ['--help', 'x.js'], ['-c', 'x.js'], ['--v8-options']]) {
    assert.equal(node(...words), undefined, words.join(' '));
  }
});
