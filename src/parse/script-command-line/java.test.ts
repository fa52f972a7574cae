import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseJavaArguments} from './java.ts';
import {runsFile, runsModule, unknownRun} from './what-runs.ts';

const java = (line: string) => parseJavaArguments(line === '' ? [] : line.split(' '));

test('the first operand is the main class, and all behind it is the program’s', () => {
  assert.deepEqual(java('-Xmx1g -Da=b com.x.Main -jar a'), runsModule('com.x.Main', ['-jar', 'a']));
});

test('class path and module options take the next word, or a value attached', () => {
  const line = '-cp a.jar:b.jar -p mods --add-modules x --add-opens java.base/java.lang=ALL-UNNAMED';
  assert.deepEqual(java(`${line} --class-path=c Main a`), runsModule('Main', ['a']));
  assert.deepEqual(java('-classpath a.jar -agentlib:jdwp=x -javaagent:y.jar Main'), runsModule('Main', []));
});

test('-jar makes the operand the archive, though options stand between', () => {
  assert.deepEqual(java('-jar app.jar --port 80'), runsFile('app.jar', ['--port', '80'], 'archive'));
  assert.deepEqual(java('-jar -Xmx1g app.jar'), runsFile('app.jar', [], 'archive'));
});

test('-m names the module, and ends the options', () => {
  assert.deepEqual(java('-p mods -m app/x.Main -cp'), runsModule('app/x.Main', ['-cp']));
  assert.deepEqual(java('--module=app a'), runsModule('app', ['a']));
  assert.deepEqual(java('-m -x'), unknownRun);
});

test('a source file is run as one by its ending, or under --source', () => {
  assert.deepEqual(java('Foo.java a'), runsFile('Foo.java', ['a']));
  assert.deepEqual(java('--source 17 script a'), runsFile('script', ['a']));
  assert.deepEqual(java('--source=17 script'), runsFile('script', []));
});

test('an argument file hides what is run, anywhere ahead of the main class', () => {
  for (const line of ['@args', '-Xmx1g @args Main', '-cp @path Main', '-jar @jar', '-m @main']) {
    assert.deepEqual(java(line), unknownRun, line);
  }
  assert.deepEqual(java('Main @args'), runsModule('Main', ['@args']));
});

test('a doubled @ is a literal one, and --disable-@files makes all literal', () => {
  assert.deepEqual(java('@@args'), runsModule('@args', []));
  assert.deepEqual(java('--disable-@files @args'), runsModule('@args', []));
});

test('what only prints, and no operand, runs nothing', () => {
  for (const line of ['', '-version', '-Xmx1g --version', '-X', '--list-modules', '-d java.base', '-jar']) {
    assert.equal(java(line), undefined, line);
  }
});

test('a value that is missing is refused', () => {
  assert.deepEqual(java('-cp'), unknownRun);
  assert.deepEqual(java('-cp -Xmx1g Main'), unknownRun);
});
