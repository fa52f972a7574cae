import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type NameComparison, type NamedScript, parseModuleOfFile, parseScriptName} from './script-name.ts';

const daemon = {script: './bin/my_daemon.py', path: '/srv/app/bin/my_daemon.py', module: null};
const link = {script: '/usr/local/bin/tool', path: '/opt/tool/main.py', module: null};
const server = {script: null, path: null, module: 'http.server'};
const command = {script: null, path: null, module: null};

function matches(script: NamedScript, name: string, comparison: NameComparison = 'exact'): boolean {
  const test = parseScriptName(name, comparison);
  assert.ok(test);
  return test(script);
}

test('a name without a slash is the last component of the operand or of the file it resolves to', () => {
  assert.ok(matches(daemon, 'my_daemon.py'));
  assert.ok(matches(link, 'tool'));
  assert.ok(matches(link, 'main.py'));
});

test('a name is matched whole: neither a part of it, nor one without its extension, nor a directory', () => {
  for (const name of ['daemon.py', 'my_daemon', 'my_daemon.pyc', 'bin', 'MY_DAEMON.PY', '']) {
    assert.equal(matches(daemon, name), false, name);
  }
});

test('a name with a slash is the operand or the resolved path, redundant dots and slashes aside', () => {
  for (const name of ['./bin/my_daemon.py', 'bin/my_daemon.py', '/srv/app//bin/./my_daemon.py']) {
    assert.ok(matches(daemon, name), name);
  }
  for (const name of ['./my_daemon.py', 'app/bin/my_daemon.py', '/bin/my_daemon.py']) {
    assert.equal(matches(daemon, name), false, name);
  }
});

test('a directory is matched with and without the slash at its end', () => {
  const app = {script: 'app/', path: '/srv/app', module: null};
  for (const name of ['app', 'app/', './app', '/srv/app/']) assert.ok(matches(app, name), name);
});

test('a module is matched whole, and is the same with its __main__ spelled out', () => {
  assert.ok(matches(server, 'http.server'));
  assert.ok(matches(server, 'http.server.__main__'));
  assert.ok(matches({...server, module: 'http.server.__main__'}, 'http.server'));
  assert.equal(matches(server, 'http'), false);
  assert.equal(matches(server, 'server'), false);
});

test('a Java module with its class is a module, though it has a slash', () => {
  assert.ok(matches({...server, module: 'com.app/com.app.Main'}, 'com.app/com.app.Main'));
});

test('program text and standard input go by no name', () => {
  for (const comparison of ['exact', 'substring', 'regex'] as const) {
    assert.equal(matches(command, 'x', comparison), false);
  }
  assert.equal(matches(command, '.*', 'regex'), false);
});

test('a substring may be of the operand, the path or the module', () => {
  assert.ok(matches(daemon, 'daemon', 'substring'));
  assert.ok(matches(daemon, 'app/bin', 'substring'));
  assert.ok(matches(server, 'http', 'substring'));
  assert.equal(matches(daemon, 'http', 'substring'), false);
});

test('an expression is anchored at the ends of the last component too, and at those of the whole path', () => {
  assert.ok(matches(daemon, '^my_.*\\.py$', 'regex'));
  assert.ok(matches(daemon, '^/srv/', 'regex'));
  assert.ok(matches(server, '^http\\.', 'regex'));
  assert.equal(matches(daemon, '^daemon', 'regex'), false);
});

test('an exact name and a substring have no special characters', () => {
  assert.equal(matches(daemon, 'my.daemon.py'), false);
  assert.equal(matches(daemon, '.*', 'substring'), false);
});

test('an invalid expression has no test', () => {
  assert.equal(parseScriptName('(', 'regex'), undefined);
});

test('bytes that are no UTF-8 are matched like any other', () => {
  const broken = {script: 'x\udcff.py', path: null, module: null};
  assert.ok(matches(broken, 'x\udcff.py'));
  assert.equal(matches(broken, 'x\udcfe.py'), false);
});

test('a Python file runs as the modules whose names end like its path', () => {
  for (const [file, module] of [
    ['my_daemon.py', 'my_daemon'],
    ['my_daemon.py', 'pkg.my_daemon'],
    ['./my_daemon.py', 'my_daemon'],
    ['/srv/pkg/my_daemon.py', 'my_daemon'],
    ['/srv/pkg/my_daemon.py', 'pkg.my_daemon'],
  ] as const) {
    assert.equal(parseModuleOfFile(file)?.(module), true, `${file} ${module}`);
  }
  for (const [file, module] of [
    ['my_daemon.py', 'my_daemon.worker'],
    ['my_daemon.py', 'daemon'],
    ['pkg/my_daemon.py', 'other.my_daemon'],
  ] as const) {
    assert.equal(parseModuleOfFile(file)?.(module), false, `${file} ${module}`);
  }
  for (const file of ['my_daemon', 'my_daemon.js', '.py', ''])
    assert.equal(parseModuleOfFile(file), undefined);
});
