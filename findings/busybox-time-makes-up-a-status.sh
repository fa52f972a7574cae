#!/usr/bin/env bash
# busybox time (1.35.0) exits with a status that no command had, if it was started with SIGCHLD ignored.
#
# The kernel then reaps the child by itself, and wait4(2) fails with ECHILD once it is gone. busybox time takes no notice:
# it goes on with a wait status that was never filled in. The number is what lay on the stack: 0 in some runs, so that a
# command that failed comes out as a success, and 24, 56, 88 or 104 in others. GNU time says that it could not wait, and
# exits with 1.
#
# Installs busybox 1:1.35.0-4+deb12u1+b1 and time 1.9-0.2 of Debian 12 in a temporary folder. Exits with 1 where
# busybox time tells the command's own status.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'busybox=1:1.35.0-4+deb12u1+b1' 'time=1.9-0.2'
for package in *.deb; do dpkg -x "$package" .; done

# A shell can't start a child with SIGCHLD ignored if it was not so itself; Python can.
ignoring() {
  python3 -c '
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$@"
}
status_of() { "$@" > /dev/null 2>&1 && echo 0 || echo $?; }

plain=$(status_of ./bin/busybox time sh -c 'exit 7')
ignored=()
for _ in 1 2 3 4 5; do ignored+=("$(status_of ignoring ./bin/busybox time sh -c 'exit 7')"); done
gnu=$(status_of ignoring ./usr/bin/time sh -c 'exit 7')

./bin/busybox | sed -n 1p
echo "sh -c 'exit 7' below busybox time: $plain; started with SIGCHLD ignored, five times: ${ignored[*]}; below GNU time: $gnu"
[[ $plain == 7 && " ${ignored[*]} " != *" 7 "* ]]
