#!/usr/bin/env bash
# A script of fish (3.6.0) goes on to its next line when its command is stopped, as if that had exited with 0: `backup
# && remove` removes while the backup is half done, and its exit status is never seen.
#
# A stop is no end: cpulimit stops and continues what it slows down many times a second, and whoever makes room for
# something urgent stops what can wait. fish asks wait(2) for stops too (WUNTRACED), for its job control, and is done
# with a job that is stopped, also where there is neither a terminal nor job control. The command goes on in the
# background once it is continued. bash, dash, zsh, ksh93, mksh and yash wait for its end in a script.
#
# Installs fish 3.6.0-3.1+deb12u1, bash 5.2.15-2+b13 and dash 0.5.12-2 of Debian 12 in a temporary folder. Exits with 1
# where fish waits for the end of its command.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq fish=3.6.0-3.1+deb12u1 bash=5.2.15-2+b13 dash=0.5.12-2
for package in *.deb; do dpkg -x "$package" .; done
export HOME=$folder

cat > command <<'EOF'
echo $$ > pid
kill -STOP $$
echo 'the command ends with 7' >> said
exit 7
EOF
echo 'sh command && echo "the command has succeeded" >> said' > script

# Runs the script in a shell; continues the command once the shell went on, or after a second in which it did not.
goes_on() {
  rm -f pid said
  : > said
  "$@" script < /dev/null & local shell=$! turn
  until [[ -s pid && $(ps -o stat= -p "$(< pid)") == T* ]]; do sleep 0.1; done
  for turn in {1..10}; do [[ -s said || ! -e /proc/$shell ]] || sleep 0.1; done
  kill -CONT "$(< pid)"
  wait $shell || true
  until grep -q ends said; do sleep 0.1; done
  paste -sd , said
}
fish=$(goes_on ./usr/bin/fish --no-config)
bash=$(goes_on ./bin/bash)
dash=$(goes_on ./bin/dash)
./usr/bin/fish --version
echo "fish: $fish"
echo "bash: $bash"
echo "dash: $dash"
[[ $fish == 'the command has succeeded,the command ends with 7' ]]
[[ $bash == 'the command ends with 7' && $dash == "$bash" ]]
