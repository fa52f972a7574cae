#!/usr/bin/env bash
# `kill %1` in a script of dash (0.5.12), which is /bin/sh of Debian and Ubuntu, says "No such process" of a job that
# runs, and the job goes on: `trap 'kill %1' EXIT` leaves it behind.
#
# dash takes %1 for a process group, and sends the signal to the negative PID of the job. Without job control, as in any
# script, a job is in the group of the script, and there is no group of its own. `wait %1` and `kill $!` work, and a
# job that is the leader of a group by setsid(1) is met. bash, busybox sh, mksh and ksh93 signal the job; posh says
# that it doesn't know the form.
#
# Installs dash 0.5.12-2, mksh 59c-28+deb12u1, ksh93u+m 1.0.4-3, busybox-static 1:1.35.0-4+deb12u1+b1 and posh 0.14.1 of
# Debian 12 in a temporary folder. Exits with 1 where dash signals its job.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq dash=0.5.12-2 mksh=59c-28+deb12u1 ksh93u+m=1.0.4-3 busybox-static=1:1.35.0-4+deb12u1+b1 \
  posh=0.14.1
for package in *.deb; do dpkg -x "$package" .; done
ln -s busybox bin/ash

# Has a shell start a job and signal it by its number: tells the status of kill, what it said, and if the job stayed.
job_of() {
  local end=stays
  "$1" -c '/bin/sleep 60 > /dev/null 2>&1 & until grep -q sleep "/proc/$!/comm"; do sleep 0.1; done
    kill %1 2> error; echo $? > status; echo $! > pid'
  for _ in {1..10}; do
    grep -qs '^State:.[RSD]' "/proc/$(< pid)/status" || { end=exits && break; }
    sleep 0.1
  done
  kill "$(< pid)" 2> /dev/null || true
  echo "$(< status) $end$(sed 's/.*kill:/,/' error)"
}
dash=$(job_of ./bin/dash)
leader=$(./bin/dash -c 'setsid sleep 60 > /dev/null & until kill -s 0 -- -$! 2> /dev/null; do sleep 0.1; done
  kill %1; echo $?')
others=$(for shell in bash ./bin/ash ./bin/mksh ./bin/ksh93 ./usr/bin/posh; do
  echo "${shell##*/}: $(job_of "$shell");"
done | tr '\n' ' ')

echo "dash $(dpkg-deb -f dash_*.deb Version)"
echo "a job: $dash; a job that is a leader: $leader"
echo "$others"
[[ $dash == '1 stays, No such process' && $leader == 0 ]]
[[ $others == 'bash: 0 exits; ash: 0 exits; mksh: 0 exits; ksh93: 0 exits; posh: 1 stays'* ]]
