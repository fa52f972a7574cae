import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import fc from 'fast-check';
import {parseScriptCommandLine} from '../../../src/parse/script-command-line/script-command-line.ts';
import {type InterpreterRun, runInterpreter} from '../../support/live/run-interpreter.ts';
import '../../support/seed.ts';

// What a Python program can see of how it was started. The first line is what -x skips.
const report =
  'import sys, json; print(json.dumps({"argv": sys.argv, "orig": getattr(sys, "orig_argv", None), ' +
  '"module": getattr(globals().get("__spec__"), "name", None), "mark": globals().get("mark")}))\n';
const probe = `# skipped by -x\n${report}`;

interface Report {
  argv: string[];
  /** sys.orig_argv, since Python 3.10. */
  orig: string[] | null;
  module: string | null;
  mark: number | null;
}

const python3 = process.env.PYTHON3 ?? 'python3';
// python3 itself may be a shell script that looks for the real one (pyenv).
const identify = 'import sys; print(sys.executable); print(*sys.version_info[:2], sep="\\n")';
const [python = '', major, minor] = execFileSync(python3, ['-c', identify], {encoding: 'utf8'}).split('\n');
const since311 = major === '3' && Number(minor) >= 11;

const directory = mkdtempSync(path.join(tmpdir(), 'procdoc-python-argv-'));
after(() => rmSync(directory, {recursive: true}));
for (const folder of ['app', 'package']) mkdirSync(path.join(directory, folder));
for (const file of ['x.py', '-x.py', 'module.py', 'app/__main__.py', 'package/__main__.py']) {
  writeFileSync(path.join(directory, file), probe);
}
writeFileSync(path.join(directory, 'package/__init__.py'), '');
// One statement a line: with -i, standard input is read as if typed.
writeFileSync(path.join(directory, 'stdin.py'), report);
const zip = 'import zipfile; zipfile.ZipFile("app.zip", "w").write("app/__main__.py", "__main__.py")';
execFileSync(python, ['-c', zip], {cwd: directory});

const letter = fc.constantFrom(...'bBdEiIOqRsStux', ...(since311 ? 'P' : ''));
const cluster = fc.array(letter, {minLength: 1, maxLength: 4}).map(letters => letters.join(''));
const value = fc.constantFrom('ignore', 'default', 'dev', 'utf8', '-c', '-m', '--', 'x.py');
const code = fc
  .nat(999)
  .map(mark => `mark=${mark};exec(open(${JSON.stringify(`${directory}/x.py`)}).read())`);
const operand = fc.constantFrom('x.py', './x.py', 'app', 'app/', './app', 'app.zip', '-', '.', 'no.py');
const flags = cluster.map(letters => [`-${letters}`]);
const valued = fc
  .tuple(fc.constantFrom('-W', '-X', '-BW', '-uX'), fc.boolean(), value)
  .map(([option, attached, text]) => (attached ? [option + text] : [option, text]));
const long = fc.constantFrom(
  '--check-hash-based-pycs never',
  '--check-hash-based-pycs x.py',
  '-B-check-hash-based-pycs always',
  '--check-hash-based-pycs=never',
);
const odd = fc.constantFrom(...'--help --version -h -? -V -Bh -B- -J -z --bogus -u-help'.split(' '));
const options = fc
  .array(
    fc.oneof(
      {weight: 6, arbitrary: flags},
      {weight: 5, arbitrary: valued},
      {weight: 1, arbitrary: long.map(words => words.split(' '))},
      {weight: 1, arbitrary: odd.map(word => [word])},
    ),
    {maxLength: 4},
  )
  .map(groups => groups.flat());
const program = fc.oneof(
  {weight: 4, arbitrary: operand.map(word => [word])},
  {weight: 1, arbitrary: fc.constant(['--', '-x.py'])},
  {weight: 2, arbitrary: fc.constantFrom(['-m', 'module'], ['-Bmpackage'], ['-um', 'package.__main__'])},
  {weight: 2, arbitrary: fc.tuple(fc.constantFrom('-c', '-uBc'), code)},
  {weight: 1, arbitrary: code.map(text => [`-c${text}`])},
  {weight: 1, arbitrary: fc.constantFrom([], ['--'], ['-c'], ['-m'], ['-W'])},
);
const args = fc.array(fc.constantFrom('a', '', '-c', '-m', '--', '-', '-W', 'é', 'two words'), {
  maxLength: 3,
});
const line = fc.tuple(options, program, args).map(parts => parts.flat());

test('procdoc reads from argv what Python says that it runs', () => {
  fc.assert(
    fc.property(line, words => {
      // Looks like what a process title leaves of argv.
      fc.pre(words.length === 0 || words.some(word => word !== ''));
      const run = runInterpreter(python, words, directory, 'stdin.py');
      const read = whatWasRead(words);
      assert.deepEqual({...read, ...whatRan(words, run)}, read, run.stderr);
    }),
    {
      numRuns: 150,
      examples: [
        [['-uBm', 'module', 'a']],
        [['-u -B', 'x.py']],
        [['-B-', 'x.py', 'a']],
        [['-x', 'x.py']],
        [['-i', '-', 'a']],
        [['-h', '-z']],
        [['--', '-', 'a']],
      ],
    },
  );
});

/** What the parser says, in the terms in which a run shows it. */
function whatWasRead(words: readonly string[]): object {
  const read = parseScriptCommandLine([python, ...words]);
  if (read === undefined) return {ran: 'nothing'};
  const {kind, script, module, command, args: given} = read;
  if (kind === 'unknown') return {ran: 'refused'};
  if (module !== null) return {ran: 'module', module: plainModule(module), args: given};
  if (command !== null) return {ran: 'command', mark: markOf(command), args: given};
  if (script === null) return {ran: 'stdin', args: given};
  return {ran: 'file', script, path: path.resolve(directory, script), args: given};
}

function markOf(command: string): number | null {
  const digits = /^mark=(\d+)/.exec(command)?.[1];
  return digits === undefined ? null : Number(digits);
}

const missingFile = /\/\S+: can't (?:open file|find '__main__' module in) '(.*?)'/;
const missingModule =
  /\/\S+: (?:No module named|Error while finding module specification for) '?(.*?)'?(?: \(.*)?$/m;

/** As much as a run showed. */
function whatRan(words: readonly string[], {status, stdout, stderr}: InterpreterRun): object {
  const file = missingFile.exec(stderr)?.[1];
  const missing = missingModule.exec(stderr)?.[1];
  if (file !== undefined) return {ran: 'file', path: path.resolve(directory, file)};
  if (missing !== undefined) return {ran: 'module', module: plainModule(missing)};
  const text = stdout.split('\n').find(each => each.startsWith('{"argv"'));
  if (/File "<string>"/.test(stderr)) return {ran: 'command'};
  if (/^usage: /m.test(stderr)) return {ran: 'refused'};
  // The text of -c may be empty, and then says nothing.
  if (status === 0 && text === undefined) return {ran: stdout === '' ? 'command' : 'nothing'};
  if (text === undefined) return {ran: `exited with ${status}`};
  const {argv, orig, module, mark}: Report = JSON.parse(text);
  if (orig !== null) assert.deepEqual(orig.slice(1), words);
  const [script = '', ...given] = argv;
  if (script === '-c') return {ran: 'command', mark, args: given};
  if (module !== null && module !== '__main__') {
    return {ran: 'module', module: plainModule(module), args: given};
  }
  return {args: given, ...(script === '' || script === '-' ? {ran: 'stdin'} : {ran: 'file', script})};
}

function plainModule(module: string): string {
  return module.replace(/\.__main__$/, '');
}
