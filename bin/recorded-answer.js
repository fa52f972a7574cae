// What the built procdoc says of a recording in test/recordings/, as README.md and its picture show it.
const {spawnSync} = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** What `procdoc ARGS...` prints of a recording, at 80 columns and in UTF-8. */
function answer(recording, args) {
  const file = path.join(root, 'test/recordings', `${recording}.txt`);
  const env = {...process.env, LC_ALL: 'C.UTF-8'};
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'PROCDOC_WRITE_CODE_CACHE'])
    delete env[name];
  const words = [path.join(root, 'bin/run.js'), ...args, '--from', file];
  const {status, stdout, stderr} = spawnSync(process.execPath, words, {env, encoding: 'utf8'});
  if (status !== 0 && status !== 1) throw new Error(`procdoc ${args.join(' ')} --from ${file}: ${stderr}`);
  return stdout;
}

/** A command line with its answer, as Markdown. */
function consoleText(recording, args) {
  return ['```console', `$ procdoc ${args.join(' ')}`, answer(recording, args).trimEnd(), '```'].join('\n');
}

module.exports = {answer, consoleText};
