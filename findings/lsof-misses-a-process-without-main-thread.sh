#!/usr/bin/env bash
# lsof (4.95.0), fuser (psmisc 23.6) and ss (iproute2 6.1.0) find nobody, as root too, who has a port or a file open, if
# it is a process whose main thread has exited.
#
# pthread_exit() in main() ends one thread; the process goes on in the others, and serves its port. The kernel shows it
# as a zombie then, with nothing in /proc/PID/fd, which all three read: that folder shows the main thread's table, and
# an exited thread has none. The descriptors are in /proc/PID/task/TID/fd of the others, where lsof looks with -K only.
#
# Installs lsof 4.95.0-1, psmisc 23.6-1 and iproute2 6.1.0-3 of Debian 12 in a temporary folder, with the libraries of
# the last. Exits with 1 where one of the three finds the process.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill -KILL "${server:-}" 2> /dev/null && wait "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq lsof=4.95.0-1 psmisc=23.6-1 iproute2=6.1.0-3 libbpf1 libelf1 libmnl0 libbsd0 libmd0 libxtables12
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/$(uname -m)-linux-gnu:$folder/lib/$(uname -m)-linux-gnu

cat > server.py <<'EOF'
import ctypes, socket, sys, threading
listener = socket.create_server(("127.0.0.1", 0))
def serve():
    while True:
        client, _ = listener.accept()
        client.sendall(b"served")
        client.close()
threading.Thread(target=serve, daemon=True).start()
print(listener.getsockname()[1], flush=True)
sys.stdin.readline()
ctypes.CDLL(None).pthread_exit(None)
EOF
mkfifo input
LD_LIBRARY_PATH= python3 server.py < input > port &
server=$!
exec 3> input
until [[ -s port ]]; do sleep 0.05; done
port=$(< port)

# Counts the tools that name the process.
finders() {
  local found=
  ./usr/bin/lsof -nP -t -iTCP:"$port" 2> /dev/null | grep -qw "$server" && found+='lsof '
  ./bin/fuser "$port/tcp" 2> /dev/null | grep -qw "$server" && found+='fuser '
  ./bin/ss -Hltnp "sport = :$port" | grep -qw "pid=$server" && found+='ss '
  echo "${found:-nobody }"
}

before=$(finders)
echo >&3
until [[ $(ps -o stat= -p "$server") == Z* ]]; do sleep 0.05; done
after=$(finders)
answer=$(python3 -c '
import socket, sys
print(socket.create_connection(("127.0.0.1", sys.argv[1])).recv(9).decode())' "$port")
tasks=$(./usr/bin/lsof -a -K -nP -iTCP:"$port" 2> /dev/null | grep -cw "$server" || true)

./usr/bin/lsof -v 2>&1 | grep -o 'revision: .*' | sed -n 1p
echo "found by: $before; once its main thread has exited: $after; a client is still $answer; lsof -K: $tasks"
[[ $before == 'lsof fuser ss ' && $after == 'nobody ' && $answer == served && $tasks == 1 ]]
