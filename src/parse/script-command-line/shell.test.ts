import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseShellArguments} from './shell.ts';
import {runsCommand, runsFile, runsStdin, unknownRun} from './what-runs.ts';

const shell = (name: string) => (line: string) =>
  parseShellArguments(line === '' ? [] : line.split(' '), name);
const bash = shell('bash');
const zsh = shell('zsh');
const ksh = shell('mksh');

test('the first operand is the script, and all behind it is the script’s', () => {
  assert.deepEqual(bash('x.sh -e -- -c'), runsFile('x.sh', ['-e', '--', '-c']));
  assert.deepEqual(bash('-eu x.sh a'), runsFile('x.sh', ['a']));
  assert.deepEqual(bash('-i x.sh'), runsFile('x.sh', []));
});

test('-c makes the first operand the command, and the one behind it $0', () => {
  assert.deepEqual(bash('-c cmd name a b'), runsCommand('cmd', ['a', 'b']));
  assert.deepEqual(bash('-ec cmd'), runsCommand('cmd', []));
  assert.deepEqual(bash('-c -x cmd name a'), runsCommand('cmd', ['a']));
  assert.deepEqual(bash('-lic cmd'), runsCommand('cmd', []));
  assert.deepEqual(bash('-c -- -cmd'), runsCommand('-cmd', []));
  assert.deepEqual(bash('+c cmd'), runsCommand('cmd', []));
});

test('-c without a command is refused', () => {
  assert.deepEqual(bash('-c'), unknownRun);
  assert.deepEqual(bash('-ec --'), unknownRun);
});

test('-o and -O take the next words, in the order of a cluster', () => {
  assert.deepEqual(bash('-euxo pipefail x.sh'), runsFile('x.sh', []));
  assert.deepEqual(bash('-euo pipefail -c cmd name a'), runsCommand('cmd', ['a']));
  assert.deepEqual(bash('-oo pipefail errexit x.sh'), runsFile('x.sh', []));
  assert.deepEqual(bash('+o errexit -O extglob +O nullglob x.sh'), runsFile('x.sh', []));
});

test('-s reads standard input, and all operands are its arguments', () => {
  assert.deepEqual(bash('-s a b'), runsStdin(['a', 'b']));
  assert.deepEqual(bash('-s -- -a'), runsStdin(['-a']));
  assert.deepEqual(bash('-cs cmd'), runsCommand('cmd', []));
});

test('no operand is standard input, or a prompt with -i', () => {
  assert.deepEqual(bash(''), runsStdin([]));
  assert.deepEqual(bash('-l'), runsStdin([]));
  assert.deepEqual(bash('-i'), runsStdin([], true));
});

test('one dash ends the options as two do', () => {
  assert.deepEqual(bash('- -x.sh'), runsFile('-x.sh', []));
  assert.deepEqual(bash('-e -- -x.sh'), runsFile('-x.sh', []));
});

test('bash’s long options come first, with one dash or two, some with a value', () => {
  assert.deepEqual(bash('--norc --noprofile -e x.sh'), runsFile('x.sh', []));
  assert.deepEqual(bash('--rcfile /dev/null x.sh'), runsFile('x.sh', []));
  assert.deepEqual(bash('-init-file f -norc -c cmd'), runsCommand('cmd', []));
  assert.deepEqual(bash('--posix -- x.sh'), runsFile('x.sh', []));
});

test('bash refuses long options that it has not, that come late, or that have an equals sign', () => {
  for (const line of ['--bogus x.sh', '-e --norc x.sh', '--rcfile=f x.sh', '--rcfile']) {
    assert.deepEqual(bash(line), unknownRun, line);
  }
});

test('help and version run no script', () => {
  assert.equal(bash('--version'), undefined);
  assert.equal(bash('--norc --help'), undefined);
  assert.equal(zsh('-f --version'), undefined);
});

test('zsh and ksh take the value of -o attached too', () => {
  assert.deepEqual(zsh('-fopipefail x.zsh'), runsFile('x.zsh', []));
  assert.deepEqual(zsh('-o pipefail -c cmd zsh a'), runsCommand('cmd', ['a']));
  assert.deepEqual(ksh('-eo pipefail x.ksh'), runsFile('x.ksh', []));
});

test('zsh takes option names behind two dashes anywhere, --emulate with a value', () => {
  assert.deepEqual(zsh('-f --no-rcs x.zsh'), runsFile('x.zsh', []));
  assert.deepEqual(zsh('--emulate sh -c cmd'), runsCommand('cmd', []));
  assert.deepEqual(zsh('-x- -f'), runsFile('-f', []));
  assert.deepEqual(zsh('-x-f y'), unknownRun);
});
