import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import fc from 'fast-check';
import {valuedNodeOptions} from '../../../src/parse/script-command-line/node-options.ts';
import {parseScriptCommandLine} from '../../../src/parse/script-command-line/script-command-line.ts';
import {runInterpreter} from '../../support/live/run-interpreter.ts';
import '../../support/seed.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'procdoc-argv-'));
after(() => rmSync(directory, {recursive: true}));

const shellReport = (ran: string) => `printf '<%s>' ${ran} "$@"; echo; exit`;
// In BEGIN, because -n and -p would read files first; $^C is -c, under which BEGIN still runs.
const perlReport = (ran: string) => `BEGIN { $^C or print map({"<$_>"} "${ran}", @ARGV), "\\n"; exit }`;
const nodeReport = (ran: string, from: number) =>
  `console.log(["${ran}", ...process.argv.slice(${from})].map(word => "<" + word + ">").join(""))`;
const javaReport =
  'public class Main { public static void main(String[] args) { System.out.print("<file>"); for (String arg : args) System.out.print("<" + arg + ">"); } }';

for (const file of ['x.sh', '-x.sh']) writeFileSync(path.join(directory, file), shellReport('file'));
for (const file of ['x.pl', '-x.pl'])
  writeFileSync(path.join(directory, file), `#!perl\n${perlReport('file')}`);
for (const file of ['x.js', '-x.js']) writeFileSync(path.join(directory, file), nodeReport('file', 2));
writeFileSync(path.join(directory, 'hook.cjs'), '');
writeFileSync(path.join(directory, 'Main.java'), javaReport);
writeFileSync(path.join(directory, 'stdin.sh'), shellReport('stdin'));
writeFileSync(path.join(directory, 'stdin.pl'), `#!perl\n${perlReport('stdin')}`);
writeFileSync(path.join(directory, 'stdin.js'), nodeReport('stdin', 2));
writeFileSync(path.join(directory, 'empty'), '');

/** Lines of one to four groups of option words, what is to be run, and its arguments. */
function lines(options: readonly string[], programs: readonly (readonly string[])[]): fc.Arbitrary<string[]> {
  const option = fc.constantFrom(...options).map(words => words.split(' '));
  const args = fc.array(fc.constantFrom('a', '', '-e', '--', '-', '-x', 'two words'), {maxLength: 3});
  return fc
    .tuple(fc.array(option, {maxLength: 3}), fc.constantFrom(...programs), args)
    .map(([groups, program, given]) => [...groups.flat(), ...program, ...given]);
}

/**
 * Whatever an interpreter ran is what its argv was read as, and what was read as refused or as running
 * nothing ran nothing. (It may refuse more: the parsers do not judge values.)
 */
function checkLines(program: string, line: fc.Arbitrary<string[]>, stdin: string, numRuns: number): void {
  let compared = 0;
  fc.assert(
    fc.property(line, words => {
      // Looks like what a process title leaves of argv.
      fc.pre(words.length === 0 || words.some(word => word !== ''));
      const {stdout, stderr} = runInterpreter(program, words, directory, stdin);
      const ran = /^<(?:file|command|stdin)>.*/m.exec(stdout)?.[0];
      if (ran === undefined) return;
      compared += 1;
      assert.equal(whatWasRead(program, words), ran, stderr);
    }),
    {numRuns},
  );
  assert.ok(compared > numRuns / 4, `only ${compared} of ${numRuns} lines ran`);
}

function whatWasRead(program: string, words: readonly string[]): string {
  const read = parseScriptCommandLine([program, ...words]);
  if (read === undefined || read.kind === 'unknown') return 'nothing';
  const ran = read.command === null && read.kind !== 'stdin' ? 'file' : read.kind;
  return [ran, ...read.args].map(word => `<${word}>`).join('');
}

/** Why a test cannot be made here, if so: only Node is on every machine that has this project. */
function missing(...programs: string[]): string | false {
  const absent = programs.filter(each => spawnSync(each, ['-version'], {input: ''}).error !== undefined);
  return absent.length === 0 ? false : `not installed: ${absent.join(', ')}`;
}

test('Node runs what its argv was read as', () => {
  const options = [
    ...[
      '--no-warnings',
      '--enable-source-maps',
      '--expose_gc',
      '--max-old-space-size=200',
      '--stack-size=900',
    ],
    ...['-r ./hook.cjs', '--require=./hook.cjs', '--title x', '--title=x', '-C dev', '--conditions x.js'],
    ...['--input_type commonjs', '--trace-uncaught', '--no-deprecation', '--unhandled-rejections -e'],
  ];
  const code = nodeReport('command', 1);
  const programs = [
    ...[
      ['x.js'],
      ['./x.js'],
      ['--', '-x.js'],
      ['-'],
      ['x'],
      ['-e', code],
      ['--eval', code],
      [`--eval=${code}`],
    ],
    ...[
      ['-p', code],
      ['-pe', code],
      ['-p', '--no-warnings', 'x.js'],
      ['-e', code, '--no-warnings'],
      ['-v'],
      [],
    ],
  ];
  checkLines(process.execPath, lines(options, programs), 'stdin.js', 60);
});

test('every option that this Node’s help shows with a value is known to take one', () => {
  const help = execFileSync(process.execPath, ['--help'], {encoding: 'utf8'});
  const shown = [...help.matchAll(/^ {2}.*?(--[\w-]+)=\.\.\./gm)].map(match => match[1] ?? '');
  assert.ok(shown.length > 20);
  // V8's, whose values are attached.
  const ofV8 = new Set(['--stack-trace-limit', '--max-old-space-size', '--max-semi-space-size']);
  assert.deepEqual(
    shown.filter(name => !valuedNodeOptions.has(name) && !ofV8.has(name)),
    [],
  );
});

for (const shell of ['bash', 'sh']) {
  test(`${shell} runs what its argv was read as`, {skip: missing(shell)}, () => {
    const options = [
      ...['-e', '-ux', '+e', '-euo errexit', '-oo errexit nounset', '+o errexit', '-s', '-l', '-e-', '-z'],
      ...(shell === 'bash'
        ? ['--norc', '--rcfile x.sh', '-norc', '-O extglob', '+O nullglob', '--bogus']
        : []),
    ];
    const code = shellReport('command');
    const programs = [
      ...[['x.sh'], ['./x.sh'], ['-', '-x.sh'], ['--', '-x.sh'], ['-c', code, 'name'], ['-ec', code, 'name']],
      ...[['-c', '-x', code, 'name'], ['-c', '--', code, 'name'], ['-cs', code, 'name'], ['-s', '--'], []],
    ];
    checkLines(shell, lines(options, programs), 'stdin.sh', 200);
  });
}

test('perl runs what its argv was read as', {skip: missing('perl')}, () => {
  const options = [
    ...[
      '-w',
      '-Wn',
      '-0777',
      '-0xFF',
      '-l012',
      '-lp',
      '-i.bak',
      '-F/:/',
      '-CSDA',
      '-C7',
      '-T',
      '-I lib',
      '-Ix.pl',
    ],
    ...['-Mstrict', '-M strict', '-mList::Util=sum', '-x', '-wx/', '-w-', '-z', '-g', '-af', '-U', '-tX'],
  ];
  const code = perlReport('command');
  const programs = [
    ...[
      ['x.pl'],
      ['./x.pl'],
      ['--', '-x.pl'],
      ['-'],
      ['-e', code],
      ['-wlne', code],
      [`-E${code}`],
      ['-w -T', 'x.pl'],
    ],
    ...[['-e', code, '-w'], ['-e', code, '-e', '1'], ['-e', code, '--'], ['-v'], ['-wc- x.pl'], []],
  ];
  checkLines('perl', lines(options, programs), 'stdin.pl', 200);
});

test('java runs what its argv was read as', {skip: missing('java', 'javac')}, () => {
  execFileSync('javac', ['Main.java'], {cwd: directory});
  writeFileSync(path.join(directory, 'args'), '-cp . Main');
  const read = (...words: string[]) => {
    const {stdout} = runInterpreter('java', ['-XX:TieredStopAtLevel=1', ...words], directory, 'empty');
    return [whatWasRead('java', words), /^<file>.*/m.exec(stdout)?.[0] ?? 'nothing'];
  };
  const expected = '<file><a><-jar>';
  for (const words of [
    ...[['Main'], ['-cp', '.', 'Main'], ['--class-path=.', 'Main'], ['Main.java'], ['-Da=b', 'Main']],
    ...[
      ['--add-opens', 'java.base/java.lang=ALL-UNNAMED', 'Main'],
      ['--source', '11', 'Main.java'],
    ],
  ]) {
    assert.deepEqual(read(...words, 'a', '-jar'), [expected, expected], words.join(' '));
  }
  for (const words of [['-cp'], ['-cp', '-x', 'Main'], ['-version', 'Main'], ['--list-modules', 'Main']]) {
    assert.deepEqual(read(...words), ['nothing', 'nothing'], words.join(' '));
  }
  assert.deepEqual(read('@args'), ['nothing', '<file>'], 'what an argument file says is not in argv');
});
