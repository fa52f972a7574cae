import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePythonArguments} from './python.ts';
import {runsCommand, runsFile, runsModule, runsStdin, unknownRun} from './what-runs.ts';

const python = (...words: string[]) => parsePythonArguments(words, 'python3');

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(python('x.py', '-u', '--', '-c'), runsFile('x.py', ['-u', '--', '-c']));
  assert.deepEqual(python('/venv/bin/tool', 'run'), runsFile('/venv/bin/tool', ['run']));
});

test('flags stand alone or in clusters', () => {
  assert.deepEqual(python('-u', '-BOOs', 'x.py', 'a'), runsFile('x.py', ['a']));
  assert.deepEqual(python('-IEPx', 'x.py'), runsFile('x.py', []));
});

test('-W and -X take what is attached, or else the next word, even if it looks like an option', () => {
  assert.deepEqual(python('-W', 'ignore', '-Xdev', '-uX', 'utf8', 'x.py'), runsFile('x.py', []));
  assert.deepEqual(python('-BWerror', 'x.py'), runsFile('x.py', []));
  assert.deepEqual(python('-W', '-c', 'x.py'), runsFile('x.py', []));
  assert.deepEqual(python('-Wc', 'x.py'), runsFile('x.py', []));
});

test('-c ends the options: its text is attached or the next word, the rest is arguments', () => {
  assert.deepEqual(python('-c', 'print(1)', '-u', 'x.py'), runsCommand('print(1)', ['-u', 'x.py']));
  assert.deepEqual(python('-Bcprint(1)', 'a'), runsCommand('print(1)', ['a']));
  assert.deepEqual(python('-c', '--', 'a'), runsCommand('--', ['a']));
  assert.deepEqual(python('-c', ''), runsCommand('', []));
});

test('-m ends the options and names a module', () => {
  assert.deepEqual(python('-m', 'http.server', '-b', '::'), runsModule('http.server', ['-b', '::']));
  assert.deepEqual(python('-uBm', 'pkg.mod'), runsModule('pkg.mod', []));
  assert.deepEqual(python('-mpkg', '-m', 'other'), runsModule('pkg', ['-m', 'other']));
});

test('--check-hash-based-pycs takes its value as the next word only', () => {
  assert.deepEqual(python('--check-hash-based-pycs', 'never', 'x.py'), runsFile('x.py', []));
  assert.deepEqual(python('--check-hash-based-pycs=never', 'x.py'), unknownRun);
  assert.deepEqual(python('--check-hash-based-pycs', 'sometimes', 'x.py'), unknownRun);
});

test('two dashes end the options, and so do two that end a cluster', () => {
  assert.deepEqual(python('-u', '--', '-x.py', 'a'), runsFile('-x.py', ['a']));
  assert.deepEqual(python('-B-', 'x.py'), runsFile('x.py', []));
});

test('a lone dash, and nothing at all, is standard input', () => {
  assert.deepEqual(python('-', 'a'), runsStdin(['a']));
  assert.deepEqual(python('-u'), runsStdin([]));
  assert.deepEqual(python('--', '-', 'a'), runsStdin(['a']));
});

test('-i makes standard input a prompt, and leaves a script a script', () => {
  assert.deepEqual(python('-i'), runsStdin([], true));
  assert.deepEqual(python('-qi', '-'), runsStdin([], true));
  assert.deepEqual(python('-i', 'x.py'), runsFile('x.py', []));
});

test('what can only be a directory is one: a path with a slash at its end, a dot, an empty word', () => {
  for (const path of ['app/', '.', '..', '../', './..', '']) {
    assert.deepEqual(python(path), runsFile(path, [], 'directory'), path);
  }
  for (const path of ['app', 'a.', '...', '/x..']) assert.deepEqual(python(path), runsFile(path, []), path);
});

test('a zipapp is an archive by its ending', () => {
  assert.deepEqual(python('tool.pyz', 'a'), runsFile('tool.pyz', ['a'], 'archive'));
  assert.deepEqual(python('app.zip'), runsFile('app.zip', [], 'archive'));
  assert.deepEqual(python('app.zip.py'), runsFile('app.zip.py', []));
});

test('a "#!" line with two options arrives as one word, which Python refuses at the space', () => {
  assert.deepEqual(python('-u -B', './x.py'), unknownRun);
  assert.deepEqual(python('-W error', './x.py'), runsFile('./x.py', []));
});

test('an unknown option and a missing value tell nothing about a process that lives', () => {
  for (const words of [['-z', 'x.py'], ['-Ju'], ['--bogus'], ['-c'], ['-Bm'], ['-W'], ['-u-help']]) {
    assert.deepEqual(python(...words), unknownRun, words.join(' '));
  }
});

test('help and version run no script', () => {
  for (const words of [['-h'], ['-BV', 'x.py'], ['-?'], ['--help'], ['--help-env'], ['-u', '--version']]) {
    assert.equal(python(...words), undefined, words.join(' '));
  }
});

test('Python 2 has -3 and -Q, and PyPy has --jit', () => {
  const name = 'python2.7';
  assert.deepEqual(parsePythonArguments(['-3', '-Q', 'new', '-Qold', 'x.py'], name), runsFile('x.py', []));
  assert.deepEqual(parsePythonArguments(['-Xdev', 'x.py'], name), unknownRun);
  assert.deepEqual(python('-3', 'x.py'), unknownRun);
  assert.deepEqual(parsePythonArguments(['--jit', 'off', 'x.py'], 'pypy3.10'), runsFile('x.py', []));
});
