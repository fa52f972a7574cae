#!/usr/bin/env bash
# fkill(':8080') (10.0.3) kills one process and is done, whoever else has the port: of a server with workers one of
# them, and where a UDP socket of another program has the same number, that program, and not the server.
#
# pid-port (2.1.2) finds the process: it takes the lines of `ss -tunlp` with the port, sorts them by address, and reads
# the first pid= of the first. ss lists UDP before TCP, and all processes that have a socket in one line. The port stays
# taken, and the promise resolves.
#
# Installs fkill 10.0.3 and pid-port 2.1.2 from npm, and iproute2 6.1.0-3 of Debian 12 with the libraries of ss, in a
# temporary folder. Exits with 1 where fkill kills the server.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill ${processes:-} 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type": "module", "overrides": {"pid-port": "2.1.2"}}' > package.json
npm install --silent --no-audit --no-fund --prefer-offline fkill@10.0.3
apt-get download -qq iproute2=6.1.0-3 libbpf1 libelf1 libmnl0 libbsd0 libmd0 libxtables12
for package in *.deb; do dpkg -x "$package" .; done
machine=$(uname -m)-linux-gnu
libraries=$folder/usr/lib/$machine:$folder/lib/$machine
printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$libraries" "$folder/bin/ss" > ss
chmod +x ss

# A server with two workers, or a server and another program that has the port in UDP. Says port and processes.
cat > server.py <<'EOF'
import os, signal, socket, sys, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
pids = [os.getpid()]
for kind in sys.argv[1:]:
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        if kind == 'udp':
            server.close()
            other.bind(("127.0.0.1", port))
        os.write(go, b'.')
        time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    pids.append(child)
print(port, *pids, flush=True)
time.sleep(60)
EOF
cat > kill.js <<'EOF'
import fkill from 'fkill';
console.log(await fkill(process.argv[2]).then(() => 'resolves', (error) => String(error)));
EOF

# Starts these, has fkill free the port, and tells what is left: "server" for the first, "child" for the others.
after_fkill() {
  local port server children said pid left=
  python3 server.py "$@" > started &
  until grep -q . started; do sleep 0.1; done
  read -r port server children < started
  processes="$server $children"
  said=$(PATH=$folder:$PATH node kill.js ":$port")
  until [[ $(cat $(printf '/proc/%s/status ' $processes) 2> /dev/null | grep -c '^State:.[RSD]') -le $# ]]; do
    sleep 0.1
  done
  for pid in $processes; do
    grep -qs '^State:.[RSD]' "/proc/$pid/status" || continue
    if [[ $pid == "$server" ]]; then left+=' server'; else left+=' child'; fi
  done
  left+=", $(./ss -Hltn "sport = :$port" | grep -c LISTEN || true) listening"
  kill $processes 2> /dev/null || true
  wait 2> /dev/null || true
  processes=
  : > started
  echo "$said, left:$left"
}
: > started
workers=$(after_fkill tcp tcp)
udp=$(after_fkill udp)

node -p '`fkill ${require("./node_modules/fkill/package.json").version}`'
echo "of a server with two workers: $workers"
echo "with another program in UDP: $udp"
[[ $workers == 'resolves, left: '*', 1 listening' && $udp == 'resolves, left: server, 1 listening' ]]
