// Writes V8's code caches for this Node: procdoc runs once for each use of it, and leaves what V8 compiled. Another
// version of V8 starts without them, and so does what was installed by npm.
const {execFile} = require('node:child_process');
const {readdirSync, rmSync} = require('node:fs');
const {availableParallelism} = require('node:os');

const own = `${process.pid}`;

/** A quick run of each command that changes nothing, mostly a question about this process; and a help. */
const RUNS = [
  ['--version'],
  ['zombies', '--help'],
  ['diagnose', own, '--settle', '0s'],
  ['explain', 'zombies/parent-never-waits'],
  ['zombies'],
  ['decode-status', '137'],
  ['holders', 'package.json'],
  ['inherited-fds', own],
  ['locks', 'package.json'],
  ['orphans'],
  ['scripts', 'build.js'],
  ['sigchld', own],
  ['signals', own],
  ['tree', own],
  ['why', own],
  ['check', '--scope', own],
  ['run', '--', 'true'],
  ['watch', own, '--duration', '0.1s'],
  ['reap', own],
  ['record', own, '-o', '/dev/null'],
  ['schema', 'zombies'],
  ['completion', 'bash'],
];

function run(words) {
  const env = {...process.env, PROCDOC_WRITE_CODE_CACHE: '1'};
  // An exit status is no failure here: 1 says that something was found.
  return new Promise(resolve =>
    execFile(process.execPath, ['bin/run.js', ...words], {env, timeout: 20_000}, resolve),
  );
}

async function writeCodeCaches() {
  for (const name of readdirSync('dist').filter(file => file.endsWith('.cache'))) rmSync(`dist/${name}`);
  const left = [...RUNS];
  const runSome = async () => {
    for (let words = left.shift(); words !== undefined; words = left.shift()) await run(words);
  };
  await Promise.all(Array.from({length: availableParallelism()}, runSome));
}

module.exports = {writeCodeCaches};
