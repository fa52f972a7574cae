import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePhpArguments} from './php.ts';
import {runsCommand, runsFile, runsModule, runsStdin, unknownRun} from './what-runs.ts';

const php = (...words: string[]) => parsePhpArguments(words);

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(
    php('artisan', 'queue:work', '--tries=3'),
    runsFile('artisan', ['queue:work', '--tries=3']),
  );
  assert.deepEqual(php('x.php', '--', '-a'), runsFile('x.php', ['--', '-a']));
});

test('-f and -F name the script, and all operands are its arguments', () => {
  assert.deepEqual(php('-f', 'x.php', 'a'), runsFile('x.php', ['a']));
  assert.deepEqual(php('-f', 'x.php', '--', '-a'), runsFile('x.php', ['-a']));
  assert.deepEqual(php('--file=x.php', 'a'), runsFile('x.php', ['a']));
  assert.deepEqual(php('-Fx.php'), runsFile('x.php', []));
});

test('-d, -c and -z take their value attached, behind an equals sign, or as the next word', () => {
  const words = ['-d', 'memory_limit=1G', '-ddisplay_errors=1', '-c=/etc/php.ini', '--define', 'a=b', '-n'];
  assert.deepEqual(php(...words, '-z', 'xdebug.so', 'x.php'), runsFile('x.php', []));
  assert.deepEqual(php('-nqd', '-f', 'x.php'), runsFile('x.php', []));
});

test('-r and -R are program text', () => {
  assert.deepEqual(php('-r', 'echo 1;', '--', '-a'), runsCommand('echo 1;', ['-a']));
  assert.deepEqual(php('-B', '$n=0;', '-R', '$n++;', 'a'), runsCommand('$n++;', ['a']));
  assert.deepEqual(php('-E', 'echo $argi;'), runsCommand('echo $argi;', []));
});

test('behind two dashes are arguments of the program on standard input', () => {
  assert.deepEqual(php('--', '--install-dir=bin'), runsStdin(['--install-dir=bin']));
  assert.deepEqual(php(), runsStdin([]));
});

test('-a asks for a prompt', () => {
  assert.deepEqual(php('-a'), runsStdin([], true));
  assert.deepEqual(php('--interactive'), runsStdin([], true));
});

test('-S serves with its router script, or by itself', () => {
  assert.deepEqual(php('-S', 'localhost:80', '-t', 'public', 'router.php'), runsFile('router.php', []));
  assert.deepEqual(php('--server', 'localhost:80'), runsModule('php:server', []));
});

test('what only prints or checks runs no script', () => {
  for (const words of [['-v'], ['-i'], ['-l', 'x.php'], ['--ini'], ['--rf', 'strlen'], ['--rextinfo', 'x']]) {
    assert.equal(php(...words), undefined, words.join(' '));
  }
});

test('unknown options and missing values are refused', () => {
  for (const words of [['-k', 'x.php'], ['--bogus'], ['--constructor', 'x.php'], ['-r'], ['-:', 'x.php']]) {
    assert.deepEqual(php(...words), unknownRun, words.join(' '));
  }
});
