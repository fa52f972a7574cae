import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePerlArguments} from './perl.ts';
import {runsCommand, runsFile, runsStdin, unknownRun} from './what-runs.ts';

const perl = (...words: string[]) => parsePerlArguments(words);

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(perl('-w', 'x.pl', '-e', '--'), runsFile('x.pl', ['-e', '--']));
  assert.deepEqual(perl('-s', 'x.pl', '-foo', 'a'), runsFile('x.pl', ['-foo', 'a']));
});

test('-e and -E take what is attached or the next word, and add up', () => {
  assert.deepEqual(perl('-e', 'print 1', 'a'), runsCommand('print 1', ['a']));
  assert.deepEqual(perl('-lne', 'print', '-w', 'f'), runsCommand('print', ['f']));
  assert.deepEqual(perl('-Esay 1'), runsCommand('say 1', []));
  assert.deepEqual(perl('-e', 'a;', '-e', 'b'), runsCommand('a;\nb', []));
  assert.deepEqual(perl('-e', '--', '--', '-a'), runsCommand('--', ['-a']));
});

test('-I takes what is attached or the next word, -M and -m only what is attached', () => {
  assert.deepEqual(perl('-I', 'lib', '-Ilib2', '-wI', 'lib3', 'x.pl'), runsFile('x.pl', []));
  assert.deepEqual(perl('-MList::Util=sum', '-m-strict', 'x.pl'), runsFile('x.pl', []));
  assert.deepEqual(perl('-M', 'strict', 'x.pl'), unknownRun);
});

test('switches with optional values take only what belongs to them, and more letters may follow', () => {
  for (const word of [
    '-0777w',
    '-0xFF',
    '-l012w',
    '-i.bak',
    '-F/:/',
    '-CSDA',
    '-C7',
    '-x/srv',
    '-d:NYTProf',
  ]) {
    assert.deepEqual(perl(word, 'x.pl'), runsFile('x.pl', []), word);
  }
  assert.deepEqual(perl('-0777ne', 'print'), runsCommand('print', []));
  assert.deepEqual(perl('-de0'), runsCommand('0', []));
  assert.deepEqual(perl('-i.bake', 'x.pl'), runsFile('x.pl', []));
  assert.deepEqual(perl('-CSe', 'print'), unknownRun);
});

test('a "#!" line with two switches arrives as one word, and perl reads them all', () => {
  assert.deepEqual(perl('-w -T', './x.pl'), runsFile('./x.pl', []));
  assert.deepEqual(perl('-w\r', './x.pl'), runsFile('./x.pl', []));
  assert.deepEqual(perl('-w -e', 'print'), runsCommand('print', []));
});

test('two dashes end the options, also behind letters', () => {
  assert.deepEqual(perl('-w', '--', '-x.pl'), runsFile('-x.pl', []));
  assert.deepEqual(perl('-w-', '-x.pl'), runsFile('-x.pl', []));
});

test('a lone dash, an empty word and nothing at all is standard input', () => {
  assert.deepEqual(perl('-', 'a'), runsStdin(['a']));
  assert.deepEqual(perl('', 'a'), runsStdin(['a']));
  assert.deepEqual(perl('-w'), runsStdin([]));
});

test('what only prints or checks runs no script', () => {
  for (const words of [['-v'], ['-wV:version'], ['-h'], ['--help'], ['-wc', 'x.pl'], ['-c', '-e', '1']]) {
    assert.equal(perl(...words), undefined, words.join(' '));
  }
});

test('unknown switches and missing values are refused', () => {
  for (const words of [['-z', 'x.pl'], ['--foo'], ['-e'], ['-I'], ['-M'], ['-w/'], ['-8']]) {
    assert.deepEqual(perl(...words), unknownRun, words.join(' '));
  }
});
