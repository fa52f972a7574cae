import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseContainerManager} from './container-manager.ts';

const ID = 'a'.repeat(64);

/** Command lines as the runtimes make them, and what they say. */
const lines: ReadonlyArray<readonly [argv: readonly string[], expected: string | undefined]> = [
  [['/usr/bin/conmon', '--api-version', '1', '-c', ID, '-u', ID, '-n', 'web'], `podman ${ID} web -`],
  [['conmon', '--cid=ab', '--name=k8s_web'], 'podman ab k8s_web -'],
  [['conmon', '-n', 'web'], undefined],
  [['/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby', '-id', ID], `docker ${ID} - moby`],
  [['containerd-shim-runc-v2', '-namespace', 'k8s.io', '-id', ID], `containerd ${ID} - k8s.io`],
  [['systemd-nspawn', '-b', '-D', '/var/lib/machines/web'], 'nspawn - web -'],
  [['/usr/bin/systemd-nspawn', '--directory=/srv/x', '--machine=web', '-b'], 'nspawn - web -'],
  [['systemd-nspawn', '--image=x.raw'], undefined],
  [['[lxc monitor] /var/lib/lxc web'], 'lxc - web -'],
  [['sleep', '-n', 'web', '-c', ID], undefined],
  [[], undefined],
];

test('the manager of a container says which one it manages', () => {
  for (const [argv, expected] of lines) {
    const found = parseContainerManager(argv);
    const {runtime, id = '-', name = '-', namespace = '-'} = found ?? {};
    assert.equal(found && [runtime, id, name, namespace].join(' '), expected, argv.join(' '));
  }
});
