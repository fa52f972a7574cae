// What the built procdoc says of a recording in test/recordings/, as README.md and its picture show it.
const {spawnSync} = require('node:child_process');
const path = require('node:path');
const {stripVTControlCharacters} = require('node:util');

const root = path.resolve(__dirname, '..');
const WIDTH = 80;

/**
 * What `procdoc ARGS...` prints of a recording, at 80 columns and in UTF-8; as on the machine itself, where commands need
 * not say that they are about a recording.
 * @param recording its name in test/recordings/; undefined: the answer needs no machine
 */
function answer(recording, args) {
  const file = `test/recordings/${recording}.txt`;
  const source = recording === undefined ? [] : ['-q', '--from', file];
  const env = {...process.env, LC_ALL: 'C.UTF-8'};
  for (const name of ['COLUMNS', 'NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE']) delete env[name];
  const words = [path.join(root, 'bin/run.js'), ...args, ...source];
  const {status, stdout, stderr} = spawnSync(process.execPath, words, {cwd: root, env, encoding: 'utf8'});
  if (status !== 0 && status !== 1) throw new Error(`procdoc ${args.join(' ')} --from ${file}: ${stderr}`);
  const live = stdout
    .replaceAll(` --from ${file}`, '')
    .replaceAll(': on the recorded machine,', ':')
    .replaceAll(/,? on the recorded machine,/g, '');
  return live.split('\n').flatMap(wrapped).join('\n');
}

/** A line that a pipe has whole, broken as on a terminal: below its label, or further in than it began. */
function wrapped(line) {
  const plain = stripVTControlCharacters(line);
  const isRow = (plain.trim().match(/ {2,}/g) ?? []).length > 2;
  if (isRow || /^ *\$ /.test(plain)) return [line];
  const [label = ''] = /^(?: {2}\S+(?: \S+)? {2,}|(?:error|warning|info) +)/.exec(plain) ?? [];
  const own = plain.length - plain.trimStart().length;
  const indent = ' '.repeat(label.length || (own > 2 ? own : own + 2));
  const lines = [];
  // The blanks after a label belong to it.
  for (const word of line.match(/ *\S+(?: {2,}(?=\S))?/g) ?? ['']) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + word) <= WIDTH) lines[lines.length - 1] = last + word;
    else lines.push(last === undefined ? word : indent + word.trimStart());
  }
  return lines;
}

function widthOf(line) {
  return stripVTControlCharacters(line).length;
}

/** A command line with its answer, as Markdown. */
function consoleText(recording, args) {
  return ['```console', `$ procdoc ${args.join(' ')}`, answer(recording, args).trimEnd(), '```'].join('\n');
}

module.exports = {answer, consoleText};
