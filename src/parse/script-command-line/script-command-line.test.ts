import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {parseScriptCommandLine} from './script-command-line.ts';
import {runsCommand, runsFile, runsModule, runsStdin, unknownRun} from './what-runs.ts';

test('argv[0] tells the interpreter where the exe link is not known', () => {
  const argv = ['/usr/bin/python3', '-u', 'x.py', 'a'];
  assert.deepEqual(parseScriptCommandLine(argv), {interpreter: 'python', ...runsFile('x.py', ['a'])});
});

test('the exe link tells the interpreter whatever argv[0] is', () => {
  const python = '/usr/bin/python3.11';
  assert.deepEqual(parseScriptCommandLine(['mydaemon', 'x.py'], python), {
    interpreter: 'python',
    ...runsFile('x.py', []),
  });
  assert.deepEqual(parseScriptCommandLine(['-su'], '/usr/bin/bash'), {
    interpreter: 'shell',
    ...runsStdin([]),
  });
  assert.equal(parseScriptCommandLine(['python3', 'x.py'], '/usr/bin/vim'), undefined);
});

test('an interpreter whose file was replaced still is one', () => {
  assert.deepEqual(parseScriptCommandLine(['python3', '-3', 'x.py'], '/usr/bin/python2.7 (deleted)'), {
    interpreter: 'python',
    ...runsFile('x.py', []),
  });
});

test('a login shell is a shell', () => {
  assert.deepEqual(parseScriptCommandLine(['-bash', '-c', 'ls']), {
    interpreter: 'shell',
    ...runsCommand('ls', []),
  });
});

test('busybox is the shell that argv[0] or argv[1] names, and no interpreter otherwise', () => {
  const script = {interpreter: 'shell', ...runsFile('x.sh', ['a'])};
  assert.deepEqual(parseScriptCommandLine(['sh', 'x.sh', 'a'], '/bin/busybox'), script);
  assert.deepEqual(parseScriptCommandLine(['/bin/busybox', 'sh', 'x.sh', 'a'], '/bin/busybox'), script);
  assert.deepEqual(parseScriptCommandLine(['busybox', 'ash', 'x.sh', 'a']), script);
  assert.equal(parseScriptCommandLine(['busybox', 'python3', 'x.py']), undefined);
  assert.equal(parseScriptCommandLine(['grep', 'sh'], '/bin/busybox'), undefined);
  assert.equal(parseScriptCommandLine(['busybox']), undefined);
});

test('a bystander that mentions a script is no interpreter, or runs something else', () => {
  assert.equal(parseScriptCommandLine(['vim', 'x.py']), undefined);
  assert.equal(parseScriptCommandLine(['grep', 'python3', 'x.py']), undefined);
  assert.equal(parseScriptCommandLine(['/usr/bin/env', '-S', 'python3', 'x.py']), undefined);
  assert.equal(parseScriptCommandLine(['sh', '-c', 'python3 x.py'])?.script, null);
  assert.equal(parseScriptCommandLine(['python3', 'y.py', 'x.py'])?.script, 'y.py');
});

test('a "#!" launch names the interpreter, its one argument and the script', () => {
  assert.deepEqual(parseScriptCommandLine(['/usr/bin/python3', '-u', './x.py', 'a'], '/usr/bin/python3.11'), {
    interpreter: 'python',
    ...runsFile('./x.py', ['a']),
  });
});

test('a process title in place of argv tells nothing', () => {
  const python = '/usr/bin/python3.11';
  const overwritten = {interpreter: 'python', ...unknownRun};
  assert.deepEqual(parseScriptCommandLine(['gunicorn: master [app]'], python), overwritten);
  assert.deepEqual(parseScriptCommandLine(['gunicorn: worker', '', '', ''], python), overwritten);
  assert.deepEqual(parseScriptCommandLine(['node', '', ''], '/usr/bin/node')?.kind, 'unknown');
  assert.equal(parseScriptCommandLine(['gunicorn: master [app]']), undefined);
  assert.equal(parseScriptCommandLine(['python3 -m http.server']), undefined);
});

test('an interpreter without arguments is no process title', () => {
  assert.deepEqual(parseScriptCommandLine(['python3'], '/usr/bin/python3.11'), {
    interpreter: 'python',
    ...runsStdin([]),
  });
});

test('an interpreter that prints its version runs nothing, one with an option not known is unknown', () => {
  assert.equal(parseScriptCommandLine(['python3', '--version']), undefined);
  assert.equal(parseScriptCommandLine(['python3', '--bogus', 'x.py'])?.kind, 'unknown');
});

test('a zombie has no argv and runs nothing', () => {
  assert.equal(parseScriptCommandLine([]), undefined);
  assert.equal(parseScriptCommandLine([], '/usr/bin/python3.11'), undefined);
});

test('each interpreter reads the words behind its name', () => {
  const lines = {
    'node --title t x.js a': {interpreter: 'node', ...runsFile('x.js', ['a'])},
    'ruby3.1 -rjson x.rb a': {interpreter: 'ruby', ...runsFile('x.rb', ['a'])},
    'perl -Ilib x.pl a': {interpreter: 'perl', ...runsFile('x.pl', ['a'])},
    'zsh -fopipefail x.zsh a': {interpreter: 'shell', ...runsFile('x.zsh', ['a'])},
    'php8.2 -d a=b x.php a': {interpreter: 'php', ...runsFile('x.php', ['a'])},
    'java -cp x Main a': {interpreter: 'java', ...runsModule('Main', ['a'])},
    'python2 -Q new x.py a': {interpreter: 'python', ...runsFile('x.py', ['a'])},
  };
  for (const [line, expected] of Object.entries(lines)) {
    assert.deepEqual(parseScriptCommandLine(line.split(' ')), expected, line);
  }
});

test('hostile words break nothing, and what is found stands in argv', () => {
  const interpreters = [
    'python3',
    'python2',
    'node',
    'ruby',
    'perl',
    'bash',
    'zsh',
    'php',
    'java',
    'busybox',
  ];
  const word = fc.oneof(
    fc.string({unit: fc.constantFrom(...'-+=@:\\/.,cemsoprxXIWOC0 \n\udcff\u{1f600}')}),
    fc.constantFrom('--', '-', '', '--eval', '--constructor', '--__proto__=x', '-m', '-c', '-pe', 'sh'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...interpreters), fc.array(word, {maxLength: 6}), (name, words) => {
      const line = parseScriptCommandLine([name, ...words]);
      if (line === undefined) return;
      for (const found of [line.script, line.module]) {
        const stands =
          found === null || /^(?:node|php):/.test(found) || words.some(each => each.includes(found));
        assert.ok(stands, `${found}`);
      }
      // node --run hands on the name of what it runs.
      const given = line.module === 'node:run' ? line.args.slice(1) : line.args;
      assert.deepEqual(given, words.slice(words.length - given.length));
    }),
    {numRuns: 2000},
  );
});
