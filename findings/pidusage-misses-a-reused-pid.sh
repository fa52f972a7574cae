#!/usr/bin/env bash
# pidusage (4.1.0) fails with ESRCH for a process that is alive, for as long as it is asked, if the process has a PID of
# which pidusage has seen another process before.
#
# To know the CPU time since the last call, pidusage keeps /proc/PID/stat of each process open. A descriptor of procfs
# belongs to the process, not to its number: once that is gone, it reads ESRCH for ever, whoever has the number next. It
# is closed when it wasn't used for a minute (`maxage`), and each question, also one that fails, begins the minute anew.
# Asked for several PIDs at once, pidusage says nothing of it, and gives undefined. A fresh process of Node is told.
#
# Needs root, to choose a PID in a PID namespace of its own, and a kernel with CONFIG_CHECKPOINT_RESTORE for that.
# Installs pidusage 4.1.0 from npm in a temporary folder. Exits with 1 where pidusage knows the second process.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent pidusage@4.1.0 safe-buffer@5.2.1 > /dev/null
mkdir -p node_modules/pidusage node_modules/safe-buffer
tar xzf pidusage-*.tgz -C node_modules/pidusage --strip-components 1
tar xzf safe-buffer-*.tgz -C node_modules/safe-buffer --strip-components 1

cat > reuse.cjs <<'EOF'
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { writeFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const pidusage = require('pidusage');
const maxage = 2000;
const ask = (pid) => pidusage(pid, { maxage }).then(() => 'known', ({ code }) => code);
(async () => {
  const first = spawn('sleep', ['60']);
  const { pid } = first;
  console.log(`the first process: ${await ask(pid)}`);
  first.kill();
  await once(first, 'exit');
  writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1));
  const second = spawn('sleep', ['60']);
  if (second.pid !== pid) throw new Error(`got PID ${second.pid} instead of ${pid}`);
  const answers = [];
  for (const end = Date.now() + 2 * maxage; Date.now() < end;) {
    answers.push(await ask(pid));
    await sleep(200);
  }
  console.log(`the second, with the same PID, asked for twice maxage: ${[...new Set(answers)]}`);
  console.log(`it and another at once: ${(await pidusage([pid, process.pid], { maxage }))[pid]}`);
  const other = execFileSync(process.execPath, ['-e', `require('pidusage')(${pid}).then(() => console.log('known'))`]);
  console.log(`asked by another process: ${String(other).trim()}`);
  await sleep(2 * maxage);
  console.log(`after a pause of twice maxage: ${await ask(pid)}`);
  second.kill();
  pidusage.clear();
})();
EOF

echo "pidusage $(sed -n 's/.*"version": "\(.*\)".*/\1/p' node_modules/pidusage/package.json)"
unshare --pid --fork --mount-proc node reuse.cjs | tee said
[[ $(sed 's/.*: //' said | tr '\n' ' ') == 'known ESRCH undefined known known ' ]]
