#!/usr/bin/env bash
# `logrotate --wait-for-state-lock` (3.21.0) runs next to another logrotate, and the dates that the other wrote are
# lost: what that one has rotated is rotated again.
#
# logrotate locks its state file by flock(2), and at its end replaces the file by rename(2). A lock belongs to the
# inode: who has waited for it gets the lock of the old one, which has no name any longer, and doesn't look again. The
# next logrotate opens the new file, and finds it free, though it asks not to wait. The one that ends last writes the
# state as it had read it.
#
# Installs logrotate 3.21.0-1 of Debian 12 in a temporary folder. Exits with 1 where one of the two stays away.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
umask 022
apt-get download -qq logrotate=3.21.0-1
dpkg -x logrotate_*.deb .

# Three logs, the scripts of which take until there is a file of their names.
for name in first waiting third; do
  echo 1 > "$name.log"
  printf '%s {\nrotate 3\nprerotate\n: > %s\nuntil [ -e %s ]; do sleep 0.1; done\nendscript\n}\n' \
    "$folder/$name.log" "$folder/$name.runs" "$folder/$name.ends" > "$name.conf"
done
rotate() { local name=$1; shift; exec ./usr/sbin/logrotate --force --state "$folder/state" "$@" "$name.conf"; }
until_there() { until [[ -e $1 ]]; do sleep 0.1; done; }

rotate first & first=$!
until_there first.runs
(rotate third 2> /dev/null) && early=0 || early=$?
rotate waiting --wait-for-state-lock & waiting=$!
until grep -q -- "-> FLOCK .* $waiting " /proc/locks; do sleep 0.1; done
: > first.ends
wait $first
until_there waiting.runs

: > third.ends
(rotate third 2> /dev/null) && late=0 || late=$?
[[ -e /proc/$waiting && ! -e waiting.ends ]] && beside='while the waiting one runs' || beside='alone'
known=$(grep -c third.log state) || true
: > waiting.ends
wait $waiting
left=$(grep -c third.log state) || true
./usr/sbin/logrotate --version 2>&1 | sed -n 1p
echo "a third logrotate, while the first has the lock: status $early; while the one that waited has it: status $late"
echo "it ran $beside; lines of the state about its log: $known after it, $left after the other"
[[ $early == 3 && $late == 0 && $beside == 'while the waiting one runs' && $known == 1 && $left == 0 ]]
