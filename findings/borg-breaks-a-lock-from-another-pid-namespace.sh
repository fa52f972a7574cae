#!/usr/bin/env bash
# borg (1.2.4) in a container takes the lock of a repository away from a borg that runs on the host, writes to the
# repository meanwhile, and the backup that had the lock fails at its end, after hours perhaps.
#
# The lock is a folder with a file HOST@MAC.PID-THREAD. If host and MAC are its own, borg trusts that it can ask if the
# PID lives, and breaks the lock at once if not; no option is needed. A container in the network namespace of the host,
# as by --network host or hostNetwork, has both, and so has whatever has only a PID namespace of its own; but it sees
# other PIDs. Mercurial writes its PID namespace into its lock.
#
# Needs root, for a PID namespace. Installs borgbackup 1.2.4-1, python3-msgpack 1.0.3-2+b1 and python3-packaging 23.0-1
# of Debian 12 in a temporary folder, for Python 3.11. Exits with 1 where the second borg respects the lock.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq borgbackup=1.2.4-1 python3-msgpack=1.0.3-2+b1 python3-packaging=23.0-1
for package in *.deb; do dpkg -x "$package" .; done
export PYTHONPATH=$folder/usr/lib/python3/dist-packages HOME=$folder BORG_BASE_DIR=$folder
export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes
borg() { /usr/bin/python3 ./usr/bin/borg "$@"; }

borg init --encryption none repository
mkfifo slow
mkdir data
echo 1 > data/file
# The first backup takes as long as somebody has its pipe open.
borg create --read-special repository::first data slow 2> first.says &
first=$!
exec 5> slow
borg create --lock-wait 1 repository::second data 2> second.says && second=0 || second=$?
unshare --pid --fork --mount-proc /usr/bin/python3 ./usr/bin/borg create --lock-wait 1 repository::third data \
  2> third.says && third=0 || third=$?
[[ -e /proc/$first ]] && beside=yes || beside=no
exec 5>&-
wait $first && first=0 || first=$?

borg --version
echo "while a backup runs, another one: status $second, $(grep -o 'Failed to create/acquire the lock' second.says)"
echo "one in a PID namespace: status $third, $(grep -o -m1 'Killed stale lock' third.says)," \
  "the first still runs: $beside"
echo "the first, in the end: status $first, $(grep -E -o -m1 '^(FileExistsError|KeyError)' first.says)," \
  "archives: $(borg list --short repository | paste -sd ' ')"
[[ $second == 2 && $third == 0 && $beside == yes && $first == 2 && $(borg list --short repository) == third ]]
