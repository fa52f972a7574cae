// What the built procdoc says of a recording in test/recordings/, as README.md and its picture show it.
const {spawnSync} = require('node:child_process');
const path = require('node:path');
const {stripVTControlCharacters} = require('node:util');

const root = path.resolve(__dirname, '..');
const WIDTH = 80;

/**
 * What `procdoc ARGS...` prints of a recording, at 80 columns and in UTF-8; as on the machine itself, where commands need
 * not say that they are about a recording.
 */
function answer(recording, args) {
  const file = `test/recordings/${recording}.txt`;
  const env = {...process.env, LC_ALL: 'C.UTF-8', COLUMNS: `${WIDTH}`};
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'PROCDOC_WRITE_CODE_CACHE'])
    delete env[name];
  const words = [path.join(root, 'bin/run.js'), ...args, '--from', file];
  const {status, stdout, stderr} = spawnSync(process.execPath, words, {cwd: root, env, encoding: 'utf8'});
  if (status !== 0 && status !== 1) throw new Error(`procdoc ${args.join(' ')} --from ${file}: ${stderr}`);
  return asLive(stdout, file);
}

/** Without the words for a recording; the paragraphs that had them are wrapped again. */
function asLive(text, file) {
  return text.replaceAll(/^ {2}\S.*(?:\n(?: {4}| {12})\S.*)*/gm, paragraph => {
    const indent = /\n( +)/.exec(paragraph)?.[1] ?? '';
    const whole = paragraph.replaceAll(/\n +/g, ' ');
    const live = whole.replaceAll(` --from ${file}`, '').replaceAll('on the recorded machine, ', '');
    return live === whole ? paragraph : wrapped(live, indent);
  });
}

function wrapped(text, indent) {
  const lines = [''];
  // The blanks after a label belong to it.
  for (const word of text.match(/\S+(?: {2,}(?=\S))?/g)) {
    const last = lines.at(-1);
    const longer = last === '' ? `  ${word}` : `${last}${last.endsWith(' ') ? '' : ' '}${word}`;
    if (widthOf(longer) <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}

function widthOf(line) {
  return stripVTControlCharacters(line).length;
}

/** A command line with its answer, as Markdown. */
function consoleText(recording, args) {
  return ['```console', `$ procdoc ${args.join(' ')}`, answer(recording, args).trimEnd(), '```'].join('\n');
}

module.exports = {answer, consoleText};
