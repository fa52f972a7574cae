#!/usr/bin/env bash
# lckdo (moreutils 0.67) gives its lock away in the middle of its command, and exits with a status that the command
# never had, if a child that it did not start ends first.
#
# It has such a child wherever a shell hands over to it by exec: with `exec lckdo ... < <(producer)`, or after any `&`.
# The child stays a child of the process, and lckdo asks wait(2) for the first child to end, whoever that is, instead of
# its own. The command goes on without the lock, which the next one takes. flock(1) waits for its own child.
#
# Installs moreutils 0.67-1 and util-linux 2.38.1-5+deb12u3 of Debian 12 in a temporary folder. Exits with 1 where lckdo
# waits for its command.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq moreutils=0.67-1 util-linux=2.38.1-5+deb12u3
for package in *.deb; do dpkg -x "$package" .; done

# Starts a lock tool by exec in a shell that feeds it from a process of its own, which ends with 5 after a second. The
# command reads all of that, needs two more seconds, and exits with 7. Tells the status, and if the lock was free.
under() {
  local lock=$1 status free=no
  shift
  bash -c 'exec "$@" sh -c "cat > /dev/null; sleep 2; : > done; exit 7" < <(sleep 1; exit 5)' sh "$@" &&
    status=0 || status=$?
  if [[ ! -e done ]]; then
    ./usr/bin/lckdo "$lock" true 2> /dev/null && free=yes
    until [[ -e done ]]; do sleep 0.1; done
  fi
  rm done
  echo "status $status, lock taken by another while the command runs: $free"
}

lckdo=$(under a ./usr/bin/lckdo a)
flock=$(under b ./usr/bin/flock b)
echo 'moreutils 0.67-1'
echo "lckdo: $lckdo"
echo "flock: $flock"
[[ $lckdo == 'status 5, lock taken by another while the command runs: yes' && $flock == 'status 7,'*no ]]
