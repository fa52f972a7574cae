import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Interpreter, interpreterOf, isMulticall, programName} from './interpreter-name.ts';

const names: Record<Interpreter, string> = {
  python:
    'python python2 python3 python3.11 python3.11d python3.6dm python3-dbg python3.11-dbg python3.13t ' +
    'python3.13td Python platform-python platform-python3.6 pypy pypy3 pypy3.10 pypy3.10-c',
  node: 'node nodejs node18 node-22',
  ruby: 'ruby ruby3.1 ruby-3.2 ruby2.7',
  perl: 'perl perl5 perl5.36.0 perl5.36-x86_64-linux-gnu',
  shell:
    'sh ash bash dash zsh zsh-5.9 zsh5 ksh ksh93 mksh mksh-static bash-static rbash pdksh yash posh hush',
  php: 'php php8 php8.2 php82 php8.2-cli',
  java: 'java',
};

for (const [interpreter, list] of Object.entries(names)) {
  test(`${interpreter} has its names with versions and build flavours`, () => {
    for (const name of list.split(' ')) assert.equal(interpreterOf(name), interpreter, name);
  });
}

test('programs that only sound like an interpreter are none', () => {
  const others =
    'python3-config python3.11-gdb.py pythonista ipython bpython nodemon node-gyp rubocop perldoc perl-cli ' +
    'php-fpm php-fpm8.2 php-cgi javac javaw rsh ssh fish csh tcsh bash.sh env busybox vim grep';
  for (const name of [...others.split(' '), '', 'python3 x.py', 'python3\n']) {
    assert.equal(interpreterOf(name), undefined, name);
  }
});

test('the name of a program is the last component of its path', () => {
  assert.equal(programName('/root/.pyenv/shims/python3'), 'python3');
  assert.equal(programName('/a\n/python3'), 'python3');
  assert.equal(programName('node'), 'node');
});

test('a login shell’s dash, a replaced file’s mark and a Nix wrapper’s affixes are no part of the name', () => {
  assert.equal(programName('-bash'), 'bash');
  assert.equal(programName('/usr/bin/python3.11 (deleted)'), 'python3.11');
  assert.equal(programName('/nix/store/x/bin/.python3.11-wrapped'), 'python3.11');
});

test('busybox and toybox are many programs', () => {
  for (const name of ['busybox', 'busybox.static', 'toybox', 'toybox-x86_64'])
    assert.ok(isMulticall(name), name);
  for (const name of ['sh', 'busyboxes', 'box']) assert.equal(isMulticall(name), false, name);
});
