"""A daemon and the pid file it was told of: pid-file.py WHAT --pid-file FILE.

WHAT is whose pid the file holds: "own"; "ended", a child that was reaped; "zombie", a child that was not;
"reused", a child that started after the file was written (its modification time is set to before it).
Facts: daemon, named. It removes the file at the end of its standard input.
"""
import json
import os
import sys
import time

WHAT, FILE = sys.argv[1], sys.argv[3]


def child():
    pid = os.fork()
    if pid == 0:
        if WHAT == "reused":
            os.execvp("cat", ["cat"])
        os._exit(0)
    return pid


def await_zombie(pid):
    for _ in range(2000):
        with open(f"/proc/{pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "Z":
                return
        time.sleep(0.005)
    sys.exit("waited in vain for a zombie")


named = os.getpid() if WHAT == "own" else child()
if WHAT == "ended":
    os.waitpid(named, 0)
if WHAT == "zombie":
    await_zombie(named)
with open(FILE, "w") as file:
    file.write(f"{named}\n")
if WHAT == "reused":
    os.utime(FILE, (time.time() - 5, time.time() - 5))
print(json.dumps({"daemon": os.getpid(), "named": named}), flush=True)
sys.stdin.read()
os.unlink(FILE)
if WHAT in ("zombie", "reused"):
    os.waitpid(named, 0)
