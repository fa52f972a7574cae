#!/usr/bin/env bash
# The expect module of Ansible (ansible-core 2.14.18) fails with "command exceeded timeout" for a command that was
# killed after a moment, long before its timeout of 30 seconds.
#
# The module runs the command by pexpect.run(withexitstatus=True) (pexpect 4.8.0), and takes a status of None for a
# timeout. pexpect has two attributes for how a child ended, exitstatus and signalstatus, of which one is None, and
# run() returns the first. So each crash and each kill, also one for want of memory, looks like a timeout, and no longer
# one helps. The command module has rc -9 for such an end.
#
# Installs ansible-core 2.14.18-0+deb12u2, python3-pexpect 4.8.0-4 and python3-ptyprocess 0.7.0-5 of Debian 12 in a
# temporary folder. Exits with 1 where the module tells a kill from a timeout.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ansible-core=2.14.18-0+deb12u2 python3-pexpect=4.8.0-4 python3-ptyprocess=0.7.0-5
for package in *.deb; do dpkg -x "$package" .; done
export PYTHONPATH=$folder/usr/lib/python3/dist-packages

# Runs a module as Ansible does on a host, and picks what it says of the end from its JSON.
module() {
  (python3 -m "ansible.modules.$1" "$2" 2> /dev/null || true) | python3 -c '
import json, sys
said = json.loads(sys.stdin.read().strip().splitlines()[-1])
print("rc", said["rc"], "after", said["delta"].split(".")[0] + ":", said["msg"])'
}
expect() {
  python3 -c 'import json, sys; print(json.dumps({"ANSIBLE_MODULE_ARGS": {
    "command": sys.argv[1], "responses": {"Password:": "x"}, "timeout": int(sys.argv[2])}}))' "$1" "$2" > args.json
  module expect args.json
}
killed=$(expect "sh -c 'kill -KILL \$\$'" 30)
exits=$(expect "sh -c 'exit 3'" 30)
late=$(expect "sleep 10" 1)
echo '{"ANSIBLE_MODULE_ARGS": {"argv": ["sh", "-c", "kill -KILL $$"]}}' > args.json
command=$(module command args.json)

dpkg-deb -f ansible-core_*.deb Package Version
echo "expect, killed by SIGKILL: $killed"
echo "expect, exits with 3: $exits"
echo "expect, past its timeout: $late"
echo "command, killed by SIGKILL: $command"
[[ $killed == 'rc None after 0:00:0'?': command exceeded timeout' ]]
[[ $exits == 'rc 3 '* && $late == *'command exceeded timeout' && $command == 'rc -9 '* ]]
