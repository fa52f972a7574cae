import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {containerOf, parsePidCgroup, parsePidsCgroup} from './pid-cgroup.ts';

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

describe('the cgroup that counts tasks', () => {
  for (const [text, expected] of [
    ['0::/a/b\n', {version: 2, path: '/a/b'}],
    ['8:pids:/docker/x\n1:cpu:/\n0::/y\n', {version: 1, path: '/docker/x'}],
    ['8:net_cls,pids:/x\n', {version: 1, path: '/x'}],
    ['1:name=pids:/x\n0::/y\n', {version: 2, path: '/y'}],
    ['0::/a/b (deleted)\n', {version: 2, path: '/a/b'}],
    ['0::/../other\n', {version: 2, path: '/../other'}],
    ['0::/a:b\n', {version: 2, path: '/a:b'}],
    ['1:cpu:/x\n', undefined],
    ['', undefined],
    ['\0\xff', undefined],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected?.path ?? 'none'}`, () => {
      assert.deepEqual(parsePidsCgroup(Buffer.from(text)), expected);
    });
  }
});
