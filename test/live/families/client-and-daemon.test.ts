import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {test} from 'node:test';
import {type ClientAndDaemon, withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {
  commOf,
  descriptorInfo,
  descriptorTarget,
  hasSigchld,
  isGone,
  parentOf,
  stateOf,
} from '../../support/proc-witness.ts';
import {withSubject} from '../../support/subject.ts';

const {EADDRINUSE, EWOULDBLOCK, ECHILD} = constants.errno;

test('an ignored SIGCHLD makes the client’s system() fail, and reaches the daemon, where failures pass for success', () =>
  withClientAndDaemon('detached', async ({client, daemon}) => {
    assert.ok(hasSigchld(client.pid, 'SigIgn'));
    assert.deepEqual([client.number('systemResult'), client.number('systemErrno')], [-1, ECHILD]);
    assert.ok(hasSigchld(daemon.pid, 'SigIgn'));
    assert.ok(daemon.sigchldIgnored);
    assert.equal(daemon.popenClose, null);
    assert.equal(daemon.returncode, 0);
    assert.equal(daemon.systemResult, -1);
    assert.equal(daemon.waitpidErrno, ECHILD);
  }));

for (const mode of ['detached', 'attached', 'in-shell'] as const) {
  test(`when the client has exited, its daemon (${mode}) holds lock and port, and no second client starts`, async () => {
    let scene: ClientAndDaemon | undefined;
    await withClientAndDaemon(mode, async current => {
      scene = current;
      await assertDaemonKeepsClientOut(current);
    });
    assert.ok(scene && isGone(scene.daemon.pid) && !existsSync(scene.folder));
  });
}

async function assertDaemonKeepsClientOut({folder, client, daemon, lock, clientExits}: ClientAndDaemon) {
  const lockFd = client.number('lockFd');
  const listenFd = client.number('listenFd');
  const listener = descriptorTarget(client.pid, listenFd);
  await clientExits();
  assert.equal(stateOf(client.pid), 'gone');
  assert.equal(descriptorTarget(daemon.pid, lockFd), lock);
  assert.match(
    descriptorInfo(daemon.pid, lockFd),
    new RegExp(`^lock:.*FLOCK +ADVISORY +WRITE ${client.pid} `, 'm'),
  );
  assert.equal(descriptorTarget(daemon.pid, listenFd), listener);
  await withSubject('client.c', [folder, 'detached', `${client.number('port')}`], second => {
    assert.equal(second.number('flockErrno'), EWOULDBLOCK);
    assert.equal(second.number('bindErrno'), EADDRINUSE);
  });
}

test('the daemon is an orphan, or the client’s child, or its shell’s, whose own SIGCHLD is not ignored', async () => {
  await withClientAndDaemon('detached', async ({client, daemon}) => {
    assert.notEqual(parentOf(daemon.pid), client.pid);
  });
  await withClientAndDaemon('attached', async ({client, daemon}) => {
    assert.equal(parentOf(daemon.pid), client.pid);
  });
  await withClientAndDaemon('in-shell', async ({client, daemon}) => {
    const shell = parentOf(daemon.pid);
    assert.equal(commOf(shell), 'bash');
    assert.equal(parentOf(shell), client.pid);
    assert.ok(!hasSigchld(shell, 'SigIgn'));
    assert.ok(hasSigchld(shell, 'SigCgt'));
  });
});

test('by the sh of this machine the daemon inherits lock and port; SIGCHLD as that sh passes it on', () =>
  withClientAndDaemon('by-sh', async ({client, daemon, lock}) => {
    assert.equal(descriptorTarget(daemon.pid, client.number('lockFd')), lock);
    assert.equal(daemon.sigchldIgnored, hasSigchld(daemon.pid, 'SigIgn'));
    assert.equal(daemon.returncode, daemon.sigchldIgnored ? 0 : 3);
  }));
