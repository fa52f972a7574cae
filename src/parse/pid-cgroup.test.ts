import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {containerOf, parsePidCgroup} from './pid-cgroup.ts';

const id = '0123456789abcdef'.repeat(4);

describe('cgroup paths', () => {
  it('come from the unified hierarchy, else from the longest of the others', () => {
    assert.equal(
      parsePidCgroup(Buffer.from('0::/system.slice/cron.service\n')),
      '/system.slice/cron.service',
    );
    assert.equal(parsePidCgroup(Buffer.from('3:cpu:/\n2:pids:/docker/abc\n')), '/docker/abc');
    assert.equal(parsePidCgroup(Buffer.from('1:name=systemd:/x\n0::/\n')), '/x');
    assert.equal(parsePidCgroup(Buffer.from('')), undefined);
  });

  for (const [path, runtime] of [
    [`/docker/${id}`, 'docker'],
    [`/system.slice/docker-${id}.scope`, 'docker'],
    [`/kubepods.slice/kubepods-pod12_3.slice/cri-containerd-${id}.scope`, 'containerd'],
    [`/kubepods/besteffort/pod1234-5/${id}`, 'kubernetes'],
    [`/machine.slice/libpod-${id}.scope/container`, 'podman'],
    [`/kubepods.slice/crio-${id}.scope`, 'cri-o'],
  ] as const) {
    it(`name a ${runtime} container in ${path.replace(id, 'ID')}`, () => {
      assert.deepEqual(containerOf(path), {runtime, id});
    });
  }

  it('name lxc and nspawn containers by their names', () => {
    assert.deepEqual(containerOf('/lxc.payload.web1'), {runtime: 'lxc', id: 'web1'});
    assert.deepEqual(containerOf('/machine.slice/machine-deb.scope/payload'), {runtime: 'nspawn', id: 'deb'});
  });

  it('name no container for a service, a session, or a private namespace’s root', () => {
    for (const path of ['/', '/system.slice/ssh.service', '/user.slice/user-0.slice/session-1.scope']) {
      assert.equal(containerOf(path), undefined);
    }
  });
});
