import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  parseContainerName,
  parsePidOne,
  parseStopSignal,
  parseStoredNames,
} from '../../parse/container-config.ts';
import {isContainerConfig, withoutSecrets} from './container-config.ts';

const pod = {'io.kubernetes.cri.sandbox-name': 'shop-7d9f', 'io.kubernetes.cri.container-name': 'web'};

test('a configuration is kept without its secrets, and says the same', () => {
  assert.equal(isContainerConfig('7/root/var/lib/docker/containers/ab/config.v2.json'), true);
  assert.equal(isContainerConfig('7/root/etc/passwd'), false);
  const docker = {Name: '/web', Config: {Env: ['TOKEN=x'], StopSignal: 'SIGQUIT'}, annotations: {own: 'x'}};
  for (const config of [docker, {annotations: pod, process: {env: ['TOKEN=x']}}, {}]) {
    const bytes = Buffer.from(JSON.stringify(config));
    const kept = withoutSecrets(bytes);
    assert.doesNotMatch(kept.toString(), /TOKEN|own/);
    assert.equal(parseContainerName(kept), parseContainerName(bytes));
    assert.equal(parseStopSignal(kept), parseStopSignal(bytes));
  }
  assert.equal(parseStopSignal(withoutSecrets(Buffer.from('no config'))), undefined);
});

test('the state of crun and the storage of Podman are kept without their secrets', () => {
  assert.ok(isContainerConfig('7/root/run/crun/box/status'));
  assert.ok(isContainerConfig('7/root/run/user/1000/crun/box/status'));
  assert.ok(
    isContainerConfig(
      '7/root/home/a/.local/share/containers/storage/vfs-containers/volatile-containers.json',
    ),
  );
  assert.ok(isContainerConfig('7/root/var/lib/containers/storage/overlay-containers/containers.json'));
  const state = Buffer.from(JSON.stringify({pid: 8, 'process-start-time': 9, bundle: '/TOKEN'}));
  const stored = Buffer.from(JSON.stringify([{id: 'ab', names: ['web'], metadata: 'TOKEN'}, null]));
  for (const bytes of [state, stored]) assert.doesNotMatch(withoutSecrets(bytes).toString(), /TOKEN/);
  assert.deepEqual(parsePidOne(withoutSecrets(state)), {pid: 8, startTicks: 9});
  assert.deepEqual([...parseStoredNames(withoutSecrets(stored))], [['ab', 'web']]);
});
