"""An agent: runs a command, reads what it prints through a pipe, and asks by a second command why the first still runs.

Arguments: `finished` (waits until the command has exited) or `running` (does not), the command, which prints a pid, and
the second command. Its facts are that pid, its own, and what the second command printed and exited with.
"""

import json
import os
import signal
import subprocess
import sys

mode, first, second = sys.argv[1:]
command = subprocess.Popen(
    ["bash", "-c", first],
    stdin=subprocess.DEVNULL,
    stdout=subprocess.PIPE,
    stderr=subprocess.STDOUT,
    start_new_session=True,
)
pid = int(command.stdout.readline())
if mode == "finished":
    command.wait()
asked = subprocess.run(
    ["bash", "-c", second], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
)
facts = {
    "reader": os.getpid(),
    "command": command.pid,
    "pid": pid,
    "status": asked.returncode,
    "said": asked.stdout.decode(),
}
print(json.dumps(facts), flush=True)
sys.stdin.read()
os.kill(pid, signal.SIGKILL)
command.wait()
# An orphan is reaped by whoever adopted it, soon.
