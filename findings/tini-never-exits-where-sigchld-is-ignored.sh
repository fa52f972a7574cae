#!/usr/bin/env bash
# tini (0.19.0) and catatonit (0.1.7) never exit if they were started with SIGCHLD ignored.
#
# The kernel then reaps their child by itself, and no wait call tells that it has exited: both wait on for a child that is
# gone, and the container that has them as PID 1 goes on without its program. A launcher that ignores SIGCHLD, as bash
# passes it on from whatever started it, is enough. dumb-init (1.2.5) resets SIGCHLD at its start, and exits as its child did.
#
# Installs tini 0.19.0-1+b3, catatonit 0.1.7-1+b2 and dumb-init 1.2.5-2 of Debian 12 in a temporary folder. Exits with 1
# where tini or catatonit exits within five seconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'tini=0.19.0-1+b3' 'catatonit=0.1.7-1+b2' 'dumb-init=1.2.5-2'
for package in *.deb; do dpkg -x "$package" .; done

# A shell can't start a child with SIGCHLD ignored if it was not so itself; Python can.
ignoring() {
  timeout -s KILL 5 python3 -c '
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$@"
}
status_of() { "$@" > /dev/null 2>&1 && echo 0 || echo $?; }

child=(sh -c 'exit 7')
plain=$(status_of ./usr/bin/tini -s -- "${child[@]}")
tini=$(status_of ignoring ./usr/bin/tini -s -- "${child[@]}")
catatonit=$(status_of ignoring ./usr/bin/catatonit -- "${child[@]}")
dumb_init=$(status_of ignoring ./usr/bin/dumb-init -- "${child[@]}")

echo "${child[*]@Q} below tini: $plain; started with SIGCHLD ignored (137: killed after five seconds):"
echo "tini: $tini, catatonit: $catatonit, dumb-init: $dumb_init"
[[ $plain == 7 && $tini == 137 && $catatonit == 137 && $dumb_init == 7 ]]
