#!/usr/bin/env bash
# `wait -n` of busybox sh (1.35.0) knows two statuses: 0, and 129 for a job that failed in any way; 129 is a SIGHUP to
# whoever reads it. A job that failed before `wait -n` is called counts as 0.
#
# `wait -n` wants a wait status of dowait(), and takes WTERMSIG() of it. dowait() has become a loop over waitone(), which
# does have the status, and returns a truth value instead: 1 for every status but 0. As a wait status, 1 is "killed by
# signal 1". Jobs that are done when it starts are passed over, and if no other is left, the status is the 0 that it
# began with. `wait PID` of the same shell is right, and so is `wait -n` of bash.
#
# Installs busybox 1:1.35.0-4+deb12u1+b1 and bash 5.2.15-2+b13 of Debian 12 in a temporary folder. Exits with 1 where
# `wait -n` of busybox tells of the job.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'busybox=1:1.35.0-4+deb12u1+b1' bash=5.2.15-2+b13
for package in *.deb; do dpkg -x "$package" .; done

cat > jobs.sh <<'EOF'
for end in 'exit 0' 'exit 3' 'exit 42' 'kill -KILL $$'; do
  sh -c "sleep 1; $end" & wait -n; echo "$end: $?"
done
sh -c 'exit 3' & sleep 1; wait -n; echo "exit 3, a second ago: $?"
sh -c 'sleep 1; exit 3' & wait $!; echo "exit 3, by its PID: $?"
EOF
busybox=$(./bin/busybox sh jobs.sh 2> /dev/null)
bash=$(./bin/bash jobs.sh 2> /dev/null)

./bin/busybox | sed -n 1p
paste <(echo "$busybox") <(echo "$bash" | sed 's/.*: /bash: /')
[[ $(sed 's/.*: //' <<< "$busybox" | tr '\n' ' ') == '0 129 129 129 0 3 ' ]]
[[ $(sed 's/.*: //' <<< "$bash" | tr '\n' ' ') == '0 3 42 137 3 3 ' ]]
