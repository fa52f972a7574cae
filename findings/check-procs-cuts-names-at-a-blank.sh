#!/usr/bin/env bash
# check_procs of the Nagios plugins (monitoring-plugins 2.3.3) finds no process whose name has a blank, and counts it
# under the first word: `-C 'npm run build'` is critical while that runs, and `-C npm` counts it.
#
# The plugin reads the lines of ps(1), and takes the name by scanf("%s"), up to the first blank. What is left of it
# becomes the beginning of the arguments. npm sets its title to what it runs, tmux calls its server "tmux: server", and
# threads and renamed services have such names. pgrep(1) finds them.
#
# Installs monitoring-plugins-basic 2.3.3-5+deb12u2 and procps 2:4.0.2-3 of Debian 12 in a temporary folder. Exits with
# 1 where the plugin knows the name.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${build:-}" 2> /dev/null && wait 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq monitoring-plugins-basic=2.3.3-5+deb12u2 procps=2:4.0.2-3 libproc2-0=2:4.0.2-3
for package in *.deb; do dpkg -x "$package" .; done
libraries=$(echo "$folder"/{usr/,}lib/*-linux-gnu | tr ' ' ':')

echo '{"scripts": {"build": "echo > runs; read until < until"}}' > package.json
mkfifo until
npm run build > /dev/null 2>&1 &
build=$!
exec 3<> until
until [[ -e runs ]]; do sleep 0.1; done

name=$(< "/proc/$build/comm")
# All of it is asked of the children of this script alone.
counted() { ./usr/lib/nagios/plugins/check_procs -p $$ -C "$1" -c 1: || true; }
whole=$(counted "$name")
word=$(counted "${name%% *}")
found=$(LD_LIBRARY_PATH=$libraries ./usr/bin/pgrep -c -P $$ -x "$name" || true)
echo >&3
wait "$build"

./usr/lib/nagios/plugins/check_procs -V || true
echo "'$name': ${whole%%|*}; '${name%% *}': ${word%%|*}; pgrep finds: $found"
[[ $name == 'npm run build' && $whole == 'PROCS CRITICAL: 0 '* && $word == 'PROCS OK: 1 '* && $found == 1 ]]
