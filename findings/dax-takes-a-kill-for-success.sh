#!/usr/bin/env bash
# A command that was killed has succeeded, if dax (dax-sh 0.44.1) ran it: the promise of $ resolves, code is 0, and
# `backup && rm data` in its shell removes the data.
#
# dax has the 'exit' event of Node's child_process, where the code is null after a signal, and reads null as 0. The
# signal, the second argument, isn't looked at; one that dax sent itself is remembered, and a command that is killed so
# fails. An out-of-memory kill, a crash and a kill from outside are a success. An exit with 3 rejects, and so does any
# of these if sh stays in between and turns it into a status. In Bun (1.4.5) and Deno (2.9.6), whose child_process has
# null as well, it is the same.
#
# Installs dax-sh 0.44.1, deno 2.9.6 and @oven/bun-linux-x64 1.4.5 from npm in a temporary folder. Exits with 1 where a
# kill is a failure.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
echo '{"type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts dax-sh@0.44.1 \
  @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6
printf '#!/bin/sh\nulimit -c 0\nkill -"$1" $$\n' > die
printf '#!/bin/sh\n./die KILL\nexit $?\n' > below
chmod +x die below

cat > ends.js <<'EOF'
import $ from 'dax-sh';
const end = (command) => command.then(({ code }) => `resolves, ${code}`, (error) => `rejects, ${error.message}`);
console.log('SIGKILL:', await end($`./die KILL`) + '; SIGSEGV:', await end($`./die SEGV`) + '; exit 3:',
  await end($`sh -c 'exit 3'`) + '; SIGKILL below sh:', await end($`./below`) + '; && and ||:',
  await $`./die KILL && echo goes on || echo fails`.text());
EOF
runs() { "$@" ends.js 2> /dev/null; }
node=$(runs node)
bun=$(runs node_modules/@oven/bun-linux-x64/bin/bun)
deno=$(runs node_modules/@deno/linux-x64-glibc/deno run --allow-all --no-prompt --node-modules-dir=manual)

echo "dax-sh $(node -p 'require("./node_modules/dax-sh/package.json").version'), Node $(node --version)"
echo "$node"
killed='SIGKILL: resolves, 0; SIGSEGV: resolves, 0; exit 3: rejects, Exited with code: 3; '
[[ $node == "$killed"'SIGKILL below sh: rejects, Exited with code: 137; && and ||: goes on' ]]
[[ $bun == "$node" && $deno == "$node" ]]
