#!/usr/bin/env bash
# sudo (1.9.13p3) as PID 1, as in a container with sudo as its entry point, exits with 0 when its command was killed.
#
# To end as its command did, sudo sends itself the same signal, with the default disposition. PID 1 of a PID namespace
# takes no signal that it doesn't handle, not even SIGKILL, from within (SIGNAL_UNKILLABLE). So sudo goes on to its last
# line, exit(WEXITSTATUS(status)), and that macro gives 0 for a status that tells of a signal. An out-of-memory kill or
# a segmentation fault of the command is a success for the runtime then. Elsewhere sudo dies of the signal.
#
# Needs root; installs sudo 1.9.13p3-1+deb12u4 of Debian 12 in a temporary folder, and runs it in a mount namespace of
# its own. Exits with 1 where the status tells of the kill.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq sudo=1.9.13p3-1+deb12u4
dpkg -x sudo_*.deb .

# Runs a command as PID 1 of a new PID namespace, where /usr and /etc have the files of the package on top.
first() {
  unshare --mount --pid --fork sh -c '
    mount -t overlay overlay -o "lowerdir=$0/usr:/usr" /usr &&
    mount -t overlay overlay -o "lowerdir=$0/etc:/etc" /etc &&
    exec "$@"' "$folder" "$@" 2> /dev/null && echo 0 || echo $?
}

first sudo -V > /dev/null
./usr/bin/sudo -V 2> /dev/null | sed -n 1p || true
exits=$(first sudo -n sh -c 'exit 7')
killed=$(for signal in KILL TERM SEGV; do first sudo -n sh -c "kill -$signal \$\$"; done)
second=$(for signal in KILL TERM SEGV; do first sh -c 'sudo -n sh -c "$1"; exit $?' sh "kill -$signal \$\$"; done)
echo "sudo as PID 1: exit 7 is $exits; killed by KILL, TERM, SEGV:" $killed "(below a shell as PID 1:" $second\)
[[ $exits == 7 && $killed == $'0\n0\n0' && $second == $'137\n143\n139' ]]
