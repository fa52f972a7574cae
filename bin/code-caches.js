// Has V8's code caches written for this Node: procdoc runs once for each use of it, and keeps what V8 compiled, as at each
// first start (cache-file.js). Another version of V8 starts without these.
const {execFile} = require('node:child_process');
const {chmodSync, readdirSync, rmSync} = require('node:fs');
const {availableParallelism} = require('node:os');
const {questionsAbout} = require('./questions.js');

const RUNS = [
  ['--version'],
  ['zombies', '--help'],
  ...Object.entries(questionsAbout(`${process.pid}`)).map(([command, words]) => [command, ...words]),
];

function run(words) {
  const {NODE_OPTIONS: _, ...env} = process.env;
  // An exit status is no failure here: 1 says that something was found.
  return new Promise(resolve =>
    execFile(process.execPath, ['bin/run.js', ...words], {env, timeout: 20_000}, resolve),
  );
}

async function writeCodeCaches() {
  // A umask may have left it to the group, and then no cache is kept there.
  chmodSync('dist', 0o755);
  for (const name of readdirSync('dist').filter(file => file.endsWith('.cache'))) rmSync(`dist/${name}`);
  const left = [...RUNS];
  const runSome = async () => {
    for (let words = left.shift(); words !== undefined; words = left.shift()) await run(words);
  };
  await Promise.all(Array.from({length: availableParallelism()}, runSome));
}

module.exports = {writeCodeCaches};
