#!/usr/bin/env bash
# pstree (psmisc 23.6) in a container shows none of the processes that were put into it from outside, as by nsenter or a
# runtime's exec, nor their children, nor itself if it is one of them.
#
# The parent of such a process is in the PID namespace above, and getppid(2), like /proc, has 0 for that. pstree hangs
# such processes below a root 0 that it makes up, next to PID 1, and begins to print at PID 1. With an unknown parent of
# any other number they would stand below PID 1. `pstree 0` shows them; so does ps(1), without a word of the difference.
#
# Needs root; installs psmisc 23.6-1 and procps 2:4.0.2-3 of Debian 12 in a temporary folder. Exits with 1 where pstree
# shows them.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill -KILL "${init:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq psmisc=23.6-1 procps=2:4.0.2-3
for package in *.deb; do dpkg -x "$package" .; done

unshare --pid --fork --mount-proc sleep 60 2> /dev/null &
until init=$(cat /proc/$!/task/$!/children) && [[ -n $init && $(< /proc/${init% }/comm) == sleep ]]; do sleep 0.05; done
init=${init% }
inside() { nsenter --target "$init" --pid --mount "$@"; }
inside sh -c 'sleep 61; true' 2> /dev/null &
until [[ $(inside pgrep -f 'sleep 61' | wc -l) == 2 ]]; do sleep 0.05; done

plain=$(inside "$folder/usr/bin/pstree" -p)
rooted=$(inside "$folder/usr/bin/pstree" -p 0)
listed=$(inside "$folder/bin/ps" -e -o ppid=,args= | grep -c '0 sh -c sleep 61')
./usr/bin/pstree -V 2>&1 | sed -n 1p
echo "pstree: $plain"
echo "ps -e: the shell is listed $listed time"
echo "pstree 0:"
echo "$rooted"
[[ $plain == 'sleep(1)' && $listed == 1 && $rooted == *'sh('*'sleep('* ]]
