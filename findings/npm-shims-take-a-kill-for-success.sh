#!/usr/bin/env bash
# bazelisk (1.28.1), sentry-cli (3.8.0) and just (1.57.0), installed from npm, exit with 0 if their program was killed,
# and a task of gulp (5.0.1) that returns a child process, as its manual says, has succeeded: an out-of-memory kill is
# green.
#
# The packages are a script of Node in front of a native program. It has a code and a signal, of which one is null, and
# passes the first on: process.exit(null) is process.exit(0). just's takes the exitCode of execa, or 0; gulp asks
# end-of-stream, for which a code that isn't true is no error. An exit with 3 is one for all of them. Biome's script
# (2.6.8) looks at the signal, and exits with 137. The native programs by themselves die, and a shell says 137.
#
# Installs the packages from npm in a temporary folder. Exits with 1 where one of the four fails as its program.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  @bazel/bazelisk@1.28.1 @sentry/cli@3.8.0 rust-just@1.57.0 gulp@5.0.1 @biomejs/biome@2.6.8 > /dev/null
bin=$folder/node_modules/.bin

# A server that takes connections and never answers, so that who asks it waits.
node -e 'const server = require("net").createServer();
  server.listen(0, "127.0.0.1", () => console.log(server.address().port))' > port &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [[ -s port ]]; do sleep 0.1; done
url=http://127.0.0.1:$(< port)

mkfifo silent
exec 5<> silent

# Starts a command that waits, kills its program once that runs, and tells the status of the script before it.
killed() {
  "$@" > /dev/null 2>&1 <&5 & local script=$! program=
  until program=$(pgrep -P $script) && [[ $(readlink "/proc/$program/exe") == "$folder"/* ]]; do sleep 0.1; done
  kill -KILL $program
  wait $script && echo 0 || echo $?
}
bazelisk=$(BAZELISK_HOME=$folder BAZELISK_BASE_URL=$url USE_BAZEL_VERSION=8.0.0 killed "$bin/bazelisk" build)
sentry=$(killed "$bin/sentry-cli" --url "$url" --auth-token a info)
biome=$(killed "$bin/biome" check --stdin-file-path=a.js)

printf 'killed:\n  kill -KILL $PPID\nfails:\n  exit 3\n' > justfile
cat > gulpfile.js <<'EOF'
const {spawn} = require('child_process');
exports.killed = () => spawn('sh', ['-c', 'kill -KILL $$']);
exports.fails = () => spawn('sh', ['-c', 'exit 3']);
EOF
status() { "$@" > /dev/null 2>&1 && echo 0 || echo $?; }
just=$(status "$bin/rust-just" killed),$(status "$bin/rust-just" fails)
gulp=$(status "$bin/gulp" killed),$(status "$bin/gulp" fails)
echo "status after SIGKILL: bazelisk $bazelisk, sentry-cli $sentry, biome $biome"
echo "status after SIGKILL and after exit 3: just $just, gulp $gulp"
[[ $bazelisk == 0 && $sentry == 0 && $biome == 137 && $just == 0,3 && $gulp == 0,1 ]]
