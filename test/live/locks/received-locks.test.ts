import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {it} from 'node:test';
import {lockInspection} from '../../../src/rules/inspections/locks.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {until} from '../../support/subject.ts';

/** The leader of a session takes a lock and sends it to a process that it had started before, which closes the socket. */
const RECEIVED = `
import fcntl, os, socket, sys
broker = os.fork()
if broker:
    os.waitpid(broker, 0)
    sys.stdin.read()
    os._exit(0)
os.setsid()
lives, life = os.pipe()
to, end = socket.socketpair()
middle = os.fork()
if middle == 0:
    if os.fork():
        os._exit(0)
    to.close()
    socket.recv_fds(end, 1, 1)
    end.close()
    print(os.getpid(), flush=True)
    sys.stdin.read()
    os._exit(0)
os.waitpid(middle, 0)
lock = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR)
fcntl.flock(lock, fcntl.LOCK_EX)
socket.send_fds(to, [b'x'], [lock])
os._exit(0)`;

it('a lock that a process received over a socket which is closed again is not proven to be inherited', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-received-'));
  try {
    const file = path.join(folder, 'lock');
    await withRunning(['python3', '-c', RECEIVED, file], {}, async ({numbers: [holder = 0]}) => {
      const heirs = async () =>
        (await inspected(lockInspection, [holder])).filter(({rule}) => rule === 'locks/held-by-heir');
      await until('the broker has left', async () => (await heirs()).length === 1);
      const [heir] = await heirs();
      assert.equal(heir?.certainty, 'likely');
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});
