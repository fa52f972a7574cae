#!/usr/bin/env bash
# Yarn (4.18.1) exits with 129 when the command of a script was killed, whatever the signal: an out-of-memory kill
# (SIGKILL), a crash (SIGSEGV) and a stop (SIGTERM) all look like SIGHUP, as if the terminal had been closed.
#
# Yarn runs scripts by a shell of its own, which has the exit code of a command, and 129 where there is none; the signal
# is dropped. npm and pnpm run them by sh, and exit with 137 for SIGKILL. Yarn's `exec` is the same. A command that is
# a shell script which exits with 137 itself keeps that.
#
# Installs @yarnpkg/cli-dist 4.18.1 from npm in a temporary folder. Exits with 1 where Yarn tells signals apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @yarnpkg/cli-dist@4.18.1 > /dev/null
tar xzf ./*.tgz
export HOME=$folder YARN_ENABLE_NETWORK=0 YARN_ENABLE_TELEMETRY=0
yarn() { node ../package/bin/yarn.js "$@"; }
mkdir project
cd project
printf '#!/bin/sh\nulimit -c 0\nkill -"$1" $$\n' > die
printf '#!/bin/sh\n./die KILL\nexit $?\n' > below
chmod +x die below
echo '{"name": "project", "scripts": {"die": "./die", "below": "./below"}}' > package.json
touch yarn.lock
yarn install > /dev/null

status_of() { "$@" > /dev/null 2>&1 && echo -n '0 ' || echo -n "$? "; }
by_yarn=$(for signal in HUP INT KILL SEGV TERM; do status_of yarn run die "$signal"; done)
by_npm=$(for signal in HUP INT KILL SEGV TERM; do status_of npm run die "$signal"; done)
exec=$(status_of yarn exec ./die KILL)
shell=$(status_of yarn run below)

echo "Yarn $(yarn --version), npm $(npm --version)"
echo "SIGHUP, SIGINT, SIGKILL, SIGSEGV, SIGTERM by yarn run: $by_yarn; by npm run: $by_npm"
echo "SIGKILL by yarn exec: $exec; from a shell script: $shell"
[[ $by_yarn == '129 129 129 129 129 ' && $exec == '129 ' && $shell == '137 ' && $by_npm == *' 137 139 143 ' ]]
