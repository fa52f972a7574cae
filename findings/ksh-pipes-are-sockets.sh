#!/usr/bin/env bash
# The pipes of a pipeline in ksh93 (93u+m 1.0.4) are no pipes: what opens /dev/stdin or /dev/stdout fails there.
#
# ksh93 makes the ends of `a | b` by socketpair(2) and shuts one direction of each down, so that its builtin `read` can
# look at what is there (MSG_PEEK) and take no byte more than a line of it. /dev/stdin and /proc/self/fd/0 lead to the
# descriptor by a second open(2), which a socket refuses with ENXIO: `echo | cat /dev/stdin` says "No such device or
# address". bash, dash, zsh, mksh, yash, posh, fish, tcsh and busybox sh make pipes.
#
# Installs ksh93u+m 1.0.4-3 and dash 0.5.12-2 of Debian 12 in a temporary folder. Exits with 1 where ksh93 makes pipes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'ksh93u+m=1.0.4-3' dash=0.5.12-2
for package in *.deb; do dpkg -x "$package" .; done

between() { "$1" -c 'echo hello | readlink /proc/self/fd/0' | tr -d '0-9'; }
read_by_name() { LC_ALL=C "$1" -c 'echo hello | cat /dev/stdin' 2>&1 || true; }
written_by_name() { LC_ALL=C "$1" -c 'dd if=/dev/zero of=/dev/stdout count=1 status=none | wc -c' 2>&1 | tr '\n' ' '; }

ksh=$(find . -name ksh93 -type f | head -1)
"$ksh" -c 'echo "${.sh.version}"'
for shell in "$ksh" ./bin/dash; do
  echo "${shell##*/}: $(between "$shell") | cat /dev/stdin: $(read_by_name "$shell")" \
    "| dd of=/dev/stdout: $(written_by_name "$shell")"
done | tee said
[[ $(sed -n 1p said) == 'ksh93: socket:[] '*'cat /dev/stdin: '*'No such device or address '*'No such device'* ]]
[[ $(sed -n 2p said) == 'dash: pipe:[] | cat /dev/stdin: hello '*'512 ' ]]
