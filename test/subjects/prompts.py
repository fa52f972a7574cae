"""A child waits for input that never comes. By mode:
  line         it reads a line from its terminal
  hidden-line  it reads /dev/tty with ECHO off, as for a password; its standard input is another file
  keys         it reads its terminal with ICANON off
  background   it polls its terminal from a background process group, as nothing that is typed reaches it
  unanswered   it reads its standard input, a pipe that this program never writes to
  answered     it reads its standard input, to which this program writes all the time
  pipeline     it reads its standard input, which the other command of its pipeline writes to
Facts: waiter, ender (who has the other end).
"""

import json
import os
import select
import signal
import subprocess
import sys
import termios
import threading
import time

mode = sys.argv[1]


def on_terminal():
    master, terminal = os.openpty()
    child = os.fork()
    if child:
        os.close(terminal)
        return child, master
    os.setsid()
    os.close(master)
    name = os.ttyname(terminal)
    os.close(terminal)
    terminal = os.open(name, os.O_RDWR)
    settings = termios.tcgetattr(terminal)
    if mode == "hidden-line":
        settings[3] &= ~termios.ECHO
    if mode == "keys":
        settings[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(terminal, termios.TCSANOW, settings)
    if mode == "hidden-line":
        os.dup2(terminal, 2)
        os.close(terminal)
        terminal = os.open("/dev/tty", os.O_RDWR)
    if mode == "background":
        worker = os.fork()
        if worker:
            os.waitpid(worker, 0)
            os._exit(0)
        os.setpgid(0, 0)
        os.write(master_end, b"%d\n" % os.getpid())
        poll = select.poll()
        poll.register(terminal, select.POLLIN)
        poll.poll()
    os.read(terminal, 1)
    os._exit(0)


def writes_on(pipe):
    try:
        while True:
            os.write(pipe, b"x\n")
            time.sleep(0.02)
    except OSError:
        pass


if mode in ("line", "hidden-line", "keys", "background"):
    reading, master_end = os.pipe()
    waiter, master = on_terminal()
    started = [waiter]
    ender = os.getpid()
    if mode == "background":
        waiter = int(os.read(reading, 32))
        # Its parent reaps it, and exits.
        started = [waiter]
elif mode == "pipeline":
    shell = subprocess.Popen(["sh", "-c", "sleep 1000 | cat"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = []
    while len(children) < 2:
        children = subprocess.run(
            ["ps", "-o", "pid=,comm=", "--ppid", str(shell.pid)], capture_output=True, text=True
        ).stdout.split()[:4]
        children = children if {"sleep", "cat"} <= set(children) else []
    pids = dict(zip(children[1::2], map(int, children[::2])))
    waiter, ender = pids["cat"], pids["sleep"]
    started = [waiter, ender]
else:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    waiter, ender, started = child.pid, os.getpid(), [child.pid]
    if mode == "answered":
        threading.Thread(target=writes_on, args=[child.stdin.fileno()], daemon=True).start()

print(json.dumps({"waiter": waiter, "ender": ender}), flush=True)
sys.stdin.read()
for pid in started:
    os.kill(pid, signal.SIGKILL)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
