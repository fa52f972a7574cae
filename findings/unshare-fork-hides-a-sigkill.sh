#!/usr/bin/env bash
# unshare --fork (util-linux 2.38.1) exits with 1 when its command was killed by SIGKILL, and dies of the signal with
# any other: an out-of-memory kill is a failure like all, and the message is about unshare itself.
#
# To end as its command did, unshare sends itself the same signal. First it sets the disposition back to the default,
# and that alone fails for SIGKILL, which has no other: signal(2) gives EINVAL, and unshare gives up with "sigprocmask
# unblock failed: Invalid argument", although no mask is wrong. SIGKILL would have needed none of it. flock(1) of the
# same package exits with 137 then, and so do shells.
#
# Needs root. Installs util-linux 2.38.1-5+deb12u3 of Debian 12 in a temporary folder. Exits with 1 where unshare ends
# as its command did.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq util-linux=2.38.1-5+deb12u3
dpkg -x util-linux_*.deb .

# Tells the wait status of unshare, in the words of Python: the negative number of a signal, or an exit status.
ends_as() {
  LC_ALL=C python3 -c '
import subprocess, sys
unshare = subprocess.run(sys.argv[2:] + ["sh", "-c", sys.argv[1]], stderr=subprocess.PIPE, text=True)
print(unshare.returncode, unshare.stderr.strip())' "$@"
}
./usr/bin/unshare --version
for end in 'exit 7' 'kill -TERM $$' 'kill -SEGV $$' 'kill -KILL $$'; do
  echo "$end: $(ends_as "$end" ./usr/bin/unshare --uts --fork) | flock: $(ends_as "$end" ./usr/bin/flock lock)"
done | tee said
[[ $(sed -n '1,3 s/^[^:]*: //p' said | tr -s ' \n' ' ') == '7 | flock: 7 -15 | flock: 143 -11 | flock: 139 ' ]]
[[ $(tail -1 said) == 'kill -KILL $$: 1 '*'sigprocmask unblock failed: Invalid argument | flock: 137'* ]]
