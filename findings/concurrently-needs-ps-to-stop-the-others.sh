#!/usr/bin/env bash
# `concurrently --kill-others` (9.2.5) says that it sends SIGTERM to the other commands, and leaves all of them running,
# on a machine without ps(1), as in the slim images of Node.js: a CI job whose tests failed waits for its server.
#
# concurrently kills by tree-kill (1.2.2), which asks `ps --ppid` for the children of each process first, and listens
# for the end of ps, not for the error that it can't be started. That error ends concurrently itself, with status 1,
# before a signal is sent. --kill-others-on-fail fails alike, and so does whatever else stops its children by tree-kill.
#
# Installs concurrently 9.2.5 and tree-kill 1.2.2 from npm in a temporary folder. Exits with 1 where the other is
# stopped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' > package.json
npm install --silent --no-audit --no-fund concurrently@9.2.5 tree-kill@1.2.2 > /dev/null

# The other command exits when it is stopped, or when nobody has the pipe open for writing any longer.
cat > server.js <<'EOF'
require('fs').writeFileSync('pid', `${process.pid}`);
require('fs').createReadStream('pipe').on('close', () => process.exit()).resume();
EOF
mkfifo pipe
mkdir bin
ln -s "$(node -p process.execPath)" bin/node
ln -s "$(type -P sh)" bin/sh
ln -s "$(type -P sleep)" bin/sleep

runs() { grep -q '^State:.[^Z]' "/proc/$(< pid)/status" 2> /dev/null; }

# Tells the status of concurrently, and what became of the other command a second later.
stops() {
  rm -f pid
  PATH=$1 node node_modules/concurrently/dist/bin/concurrently.js --kill-others 'node server.js' \
    'until [ -e pid ]; do sleep 0.1; done; exit 3' > said 2>&1 < /dev/null & local run=$! turn status
  exec 5> pipe
  wait $run && status=0 || status=$?
  for turn in {1..10}; do runs && sleep 0.1; done
  runs && echo "status $status, runs" || echo "status $status, is stopped"
  exec 5>&-
}
with=$(stops "$PATH")
without=$(stops "$folder/bin")
echo "concurrently 9.2.5, its other command: with ps $with; without: $without"
grep -E 'Sending|ENOENT' said | sed -n 1,2p
[[ $with == 'status 1, is stopped' && $without == 'status 1, runs' ]]
