#!/usr/bin/env bash
# `bun run SCRIPT` (1.4.5) exits with 0 for a script of package.json that failed, and goes on behind a "pre" script that
# failed, if it was started with SIGCHLD ignored, as below a shell with `trap '' CHLD` or a daemon.
#
# Bun leaves SIGCHLD as it was, so that the kernel reaps the script by itself, and the wait for it fails with ECHILD.
# That is an error of the start to `bun run`: it prints "Failed to run script", though the script has run to its end,
# and returns to its caller as after a success, where an exit status other than 0 would have ended it. A program of
# node_modules/.bin takes another way, and fails with 1. npm stands on Node, which catches SIGCHLD, and has the status.
#
# Installs @oven/bun-linux-x64 1.4.5 from npm in a temporary folder. Exits with 1 where `bun run` fails as its script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @oven/bun-linux-x64@1.4.5 > /dev/null
tar xzf ./*.tgz package/bin/bun
mkdir -p project/node_modules/.bin
printf '#!/bin/sh\nexit 7\n' > project/node_modules/.bin/tool
chmod +x project/node_modules/.bin/tool
echo '{"scripts": {"test": "exit 7", "predeploy": "exit 7", "deploy": "echo deployed"}}' > project/package.json
cd project

# Tells the status of a command, and "deployed" if that was said.
status_of() {
  local said status
  said=$("$@" 2> /dev/null) && status=0 || status=$?
  grep -o '^deployed' <<< "$said" || true
  echo "$status"
}
ignoring() { bash -c 'trap "" CHLD; exec "$@"' sh "$@"; }
bun=../package/bin/bun

plain=$(for script in test deploy tool; do status_of "$bun" run "$script"; done | tr '\n' ' ')
ignored=$(for script in test deploy tool; do status_of ignoring "$bun" run "$script"; done | tr '\n' ' ')
npm=$(for script in test deploy; do status_of ignoring npm run "$script"; done | tr '\n' ' ')
echo "Bun $("$bun" --version): test, deploy, a tool: $plain"
echo "started with SIGCHLD ignored: $ignored"
echo "npm $(npm --version), with SIGCHLD ignored: test, deploy: $npm"
[[ $plain == '7 7 7 ' && $ignored == '0 deployed 0 1 ' && $npm == '7 7 ' ]]
