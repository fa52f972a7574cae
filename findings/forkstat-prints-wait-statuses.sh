#!/usr/bin/env bash
# forkstat (0.03.01) says "exit 256" of a process that exited with 1, and "exit 9" of one that was killed by SIGKILL, in
# the column that its manual calls the exit(2) value.
#
# The exit_code of an event of the proc connector is the wait status: the status proper is in its upper byte, and the
# signal in the lower. forkstat prints the number as it comes. A status up to 127 is never seen there, but for 0, and
# one that is seen was a signal, or, from 129 on, a signal with a core.
#
# Needs root, and a kernel with CONFIG_PROC_EVENTS. Installs forkstat 0.03.01-1 of Debian 12 in a temporary folder.
# Exits with 1 where forkstat prints exit statuses.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${forkstat:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq forkstat=0.03.01-1
dpkg -x forkstat_*.deb .

./usr/bin/forkstat -l -D 60 -e exit > events 2> /dev/null &
forkstat=$!
# Its first lines come with the first event.
until sh -c 'exit 0' && grep -q ' exit ' events; do sleep 0.1; done
said=
for end in 'exit 1' 'exit 9' 'exit 137' 'kill -KILL $$' 'kill -TERM $$'; do
  sh -c "$end" 2> /dev/null &
  pid=$!
  wait "$pid" 2> /dev/null || true
  until grep -q " exit *$pid " events; do sleep 0.1; done
  said+="$end: $(awk -v pid="$pid" '$2 == "exit" && $3 == pid { print $2, $4 }' events); "
done
echo "forkstat $(dpkg-deb -f forkstat_*.deb Version)"
zcat usr/share/man/man8/forkstat.8.gz | grep -o 'process exit(2) value'
echo "$said"
[[ $said == 'exit 1: exit 256; exit 9: exit 2304; exit 137: exit 35072; '* ]]
[[ $said == *'; kill -KILL $$: exit 9; kill -TERM $$: exit 15; ' ]]
