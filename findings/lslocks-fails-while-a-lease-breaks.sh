#!/usr/bin/env bash
# lslocks of util-linux 2.38.1 lists no lock at all, and exits with 1, while any lease on the machine is being broken.
#
# The kernel lists who breaks a lease with "<none>:0 0" in the place of its device and inode (lock_get_status() in
# fs/locks.c). lslocks takes that line for an error of the whole table: "failed to parse '<none>:0'". A lease (F_SETLEASE
# of fcntl(2)) is broken for as long as its holder doesn't give it back, 45 seconds by default.
#
# Needs root for nothing; installs util-linux 2.38.1-5+deb12u3 of Debian 12 in a temporary folder. Exits with 1 where
# lslocks behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${breaker:-}" "${holder:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq util-linux=2.38.1-5+deb12u3
dpkg -x util-linux_*.deb .

cat > lease.py <<'EOF'
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
lease = os.open(sys.argv[1], os.O_RDONLY)
fcntl.fcntl(lease, fcntl.F_SETLEASE, fcntl.F_RDLCK)
print("leased", flush=True)
sys.stdin.read()
EOF
touch leased
mkfifo input
python3 lease.py leased < input > output &
holder=$!
exec 3> input
until grep -q leased output; do sleep 0.05; done
./usr/bin/lslocks > before.txt && before=$? || before=$?
python3 -c 'import os, sys; os.open(sys.argv[1], os.O_WRONLY)' leased &
breaker=$!
until grep -q '^[0-9]*: -> LEASE ' /proc/locks; do sleep 0.05; done
./usr/bin/lslocks > during.txt 2> error.txt && during=$? || during=$?

./usr/bin/lslocks --version
echo "while the lease is held: exit status $before; while it is being broken: exit status $during, $(cat error.txt)"
[[ $before == 0 && $during == 1 && $(cat error.txt) == *"failed to parse '<none>:0'"* ]]
