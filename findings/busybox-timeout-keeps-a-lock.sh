#!/usr/bin/env bash
# timeout of busybox (1.35.0) keeps what its command inherited, such as a lock, when the command has exited: up to a
# second, or for the whole of its time where the parent of the command doesn't wait for it.
#
# It becomes the command itself by execve(2), and leaves the clock to an orphan in a session of its own, which looks
# once a second if the command still exists. The orphan has put its standard streams on /dev/null, and keeps every other
# descriptor: a lock, a listening socket, the write end of a pipe. A command that has exited exists until it is waited
# for, so that one look after the other finds it. coreutils' timeout (9.1) stays the parent, and exits with its command.
#
# Installs busybox-static 1:1.35.0-4+deb12u1+b1, coreutils 9.1-1 and util-linux 2.38.1-5+deb12u3 of Debian 12 in a
# temporary folder. Exits with 1 where the lock is free as soon as the command has exited.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${parent:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq busybox-static=1:1.35.0-4+deb12u1+b1 coreutils=9.1-1 util-linux=2.38.1-5+deb12u3
for package in *.deb; do dpkg -x "$package" .; done
busybox=./bin/busybox
flock=./usr/bin/flock

# Runs true(1) with a lock by a timeout, and looks at the lock right after. On a machine that is busy, a look can come
# after the second of the clock: one of five must see the lock.
after() {
  local look seen
  for look in 1 2 3 4 5; do
    "$flock" "lock-$look" "$@" 30 true
    seen=taken
    "$flock" -n "lock-$look" true && seen=free
    [[ $seen == free ]] || break
  done
  echo "$seen"
}
coreutils=$(after ./usr/bin/timeout)
applet=$(after "$busybox" timeout)

# sleep(1) never waits for the child that it has from the shell.
sh -c 'exec 9> lock; "$1" 9; "$0" timeout 4 true & echo $! > child; exec sleep 30 9>&-' "$busybox" "$flock" &
parent=$!
until [[ -s child ]] && grep -qs '^State:.Z' "/proc/$(< child)/status"; do sleep 0.1; done
start=$SECONDS
"$flock" lock true
waited=$((SECONDS - start))

"$busybox" | sed -n 1p
echo "once a command has exited, its lock is: coreutils: $coreutils; busybox: $applet"
echo "seconds that the lock is held where nobody waits for the command, of a timeout of 4: $waited"
[[ $coreutils == free && $applet == taken ]]
((waited >= 2))
