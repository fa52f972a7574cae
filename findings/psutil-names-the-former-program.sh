#!/usr/bin/env bash
# psutil.process_iter() (5.9.4) says of a process that it runs the program that it has left by exec, for as long as it
# lives: name and command line are the new ones, and next to them stands the old exe.
#
# process_iter() keeps one object for each process from call to call, so that cpu_percent() has an earlier value, and
# drops it when the PID has another start time. An exec changes neither. The object asks /proc/PID/exe once and
# remembers the answer. Services that a shell starts begin like that, and some go on to their new version by exec: a
# monitor that has seen the shell for a moment names the shell ever after. A fresh psutil.Process(PID) has the program.
#
# Installs python3-psutil 5.9.4-1+b1 of Debian 12 in a temporary folder, for Python 3.11. Exits with 1 where
# process_iter() tells of one program.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq python3-psutil=5.9.4-1+b1
dpkg -x python3-psutil_*.deb .
export PYTHONPATH=$folder/usr/lib/python3/dist-packages

cat > look.py <<'EOF'
import os, psutil, subprocess, time

def seen(pid):
    for process in psutil.process_iter(['name', 'cmdline', 'exe']):
        if process.pid == pid:
            return process.info

service = subprocess.Popen(['sh', '-c', 'read go; exec sleep 60'], stdin=subprocess.PIPE)
while (seen(service.pid)['cmdline'] or ['python'])[0] != 'sh':
    time.sleep(0.05)
service.stdin.write(b'\n')
service.stdin.flush()
while (seen(service.pid)['cmdline'] or ['sh'])[0] != 'sleep':
    time.sleep(0.05)
info = seen(service.pid)
program = os.path.basename(os.path.realpath(f'/proc/{service.pid}/exe'))
fresh = os.path.basename(psutil.Process(service.pid).exe())
service.kill()
service.wait()
print('psutil', psutil.__version__)
print(f"{info['name']}, {' '.join(info['cmdline'])}, {info['exe']}; /proc: {program}; a fresh Process: {fresh}")
shell = os.path.realpath('/bin/sh')
assert os.path.realpath(info['exe']) == shell != os.path.realpath(f'/bin/{program}') and fresh == program
EOF
python3 look.py
