#!/usr/bin/env bash
# bwrap --die-with-parent (bubblewrap 0.8.0) kills its command while its parent lives, when the thread of the parent
# ends that started it. The manual says that the command dies if "bwrap or bwrap's parent dies".
#
# The option is PR_SET_PDEATHSIG, and to the kernel the parent of a process is the thread that forked it: the signal
# comes when that thread exits (forget_original_parent() in kernel/exit.c), although the process goes on and stays the
# parent for wait(2), getppid(2) and ps(1). Whoever starts sandboxes from a pool of threads has them killed when the
# pool shrinks, or is left, as here; the same program is right as long as its main thread starts them. The kill is a
# SIGKILL of the kernel, and looks like one for want of memory. setpriv --pdeathsig (util-linux 2.38.1) does the same.
#
# Installs bubblewrap 0.8.0-2+deb12u1 and util-linux 2.38.1-5+deb12u3 of Debian 12 in a temporary folder. Exits with 1
# where the command outlives the thread.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq bubblewrap=0.8.0-2+deb12u1 util-linux=2.38.1-5+deb12u3
for package in *.deb; do dpkg -x "$package" .; done

cat > pool.py <<'END'
import concurrent.futures, subprocess, sys
# Starts a command that runs for three seconds, in a thread of a pool that is left at once, or in the main thread.
def start():
    process = subprocess.Popen([*sys.argv[2:], "sh", "-c", "echo starts; sleep 3; echo ends"], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process
if sys.argv[1] == "pool":
    with concurrent.futures.ThreadPoolExecutor() as pool:
        process = pool.submit(start).result()
else:
    process = start()
rest = process.stdout.read().decode().strip()
print(f"{rest or 'is cut short'}, returncode {process.wait()}")
END

bwrap=(./usr/bin/bwrap --bind / / --dev /dev)
pool=$(python3 pool.py pool "${bwrap[@]}" --die-with-parent)
main=$(python3 pool.py main "${bwrap[@]}" --die-with-parent)
without=$(python3 pool.py pool "${bwrap[@]}")
setpriv=$(python3 pool.py pool ./usr/bin/setpriv --pdeathsig KILL)
./usr/bin/bwrap --version
echo "started by a thread of a pool, --die-with-parent: $pool; by the main thread: $main; without the option: $without"
echo "setpriv --pdeathsig KILL, by a thread of a pool: $setpriv"
[[ $pool == 'is cut short, returncode '* && $pool != *' 0' && $setpriv == 'is cut short, returncode -9' ]]
[[ $main == 'ends, returncode 0' && $without == 'ends, returncode 0' ]]
