import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {it} from 'node:test';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {parsePidSyscall} from '../../../src/parse/process/pid-syscall.ts';
import {withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';

const syscalls = await openSyscalls();
const isUnprivileged = signalActionErrno() !== undefined;
const skip =
  (isUnprivileged && 'needs root in the first namespaces') || (process.arch !== 'x64' && 'needs x86-64');

/** A program with a thread in each of several calls. */
const IN_SEVERAL_CALLS = `
import ctypes, os, signal, sys, threading
libc = ctypes.CDLL(None)
reader, _ = os.pipe()
for call in (
    lambda: os.read(reader, 4096),
    lambda: signal.sigwait([signal.SIGUSR1]),
    libc.pause,
    lambda: libc.poll(None, ctypes.c_ulong(0), -1),
): threading.Thread(target=call, daemon=True).start()
print('stands', flush=True)
sys.stdin.read()`;

it('the kernel’s own look shows of each thread the call that its syscall file shows', {skip}, () =>
  withRunning(['python3', '-c', IN_SEVERAL_CALLS], {}, async ({pid}) => {
    const calls = syscalls.blockedCalls();
    assert.ok(calls.ok, calls.ok ? '' : calls.errno);
    const tids = readdirSync(`/proc/${pid}/task`).map(Number);
    assert.equal(tids.length, 5);
    for (const tid of tids) {
      const shown = parsePidSyscall(readFileSync(`/proc/${pid}/task/${tid}/syscall`));
      assert.ok(shown?.kind === 'in-syscall');
      assert.deepEqual(calls.value.get(tid), {number: shown.number, args: shown.args});
    }
    assert.equal(calls.value.get(process.pid), undefined);
  }),
);
