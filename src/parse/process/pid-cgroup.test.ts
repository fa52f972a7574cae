import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {cgroupPathAmong, parseCgroupMemberships, pidsCgroupAmong} from './pid-cgroup.ts';

describe('cgroup paths', () => {
  const pathIn = (text: string) => cgroupPathAmong(parseCgroupMemberships(Buffer.from(text)));

  it("come from systemd's hierarchy, where it has its own", () => {
    const inside =
      '9:name=systemd:/payload/system.slice/web.service\n4:memory:/a/long/path/of/others\n0::/payload\n';
    assert.equal(pathIn(inside), '/payload/system.slice/web.service');
    const docker = '2:pids:/docker/abc\n1:name=systemd:/docker/abc\n0::/system.slice/containerd.service\n';
    assert.equal(pathIn(docker), '/docker/abc');
    assert.equal(pathIn('1:name=systemd:/\n0::/a/b\n'), '/a/b');
  });

  it('come from the unified hierarchy, else from the longest of the others', () => {
    assert.equal(pathIn('0::/system.slice/cron.service\n'), '/system.slice/cron.service');
    assert.equal(pathIn('3:cpu:/\n2:pids:/docker/abc\n'), '/docker/abc');
    assert.equal(pathIn('1:name=systemd:/x\n0::/\n'), '/x');
    assert.equal(pathIn(''), undefined);
  });
});

describe('the cgroup that counts tasks', () => {
  for (const [text, expected] of [
    ['0::/a/b\n', {controllers: [], path: '/a/b'}],
    ['8:pids:/docker/x\n1:cpu:/\n0::/y\n', {controllers: ['pids'], path: '/docker/x'}],
    ['8:net_cls,pids:/x\n', {controllers: ['net_cls', 'pids'], path: '/x'}],
    ['1:name=pids:/x\n0::/y\n', {controllers: [], path: '/y'}],
    ['0::/a/b (deleted)\n', {controllers: [], path: '/a/b'}],
    ['0::/../other\n', {controllers: [], path: '/../other'}],
    ['0::/a:b\n', {controllers: [], path: '/a:b'}],
    ['1:cpu:/x\n', undefined],
    ['', undefined],
    ['\0\xff', undefined],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected?.path ?? 'none'}`, () => {
      assert.deepEqual(pidsCgroupAmong(parseCgroupMemberships(Buffer.from(text))), expected);
    });
  }
});

test('each line is a place in a hierarchy, named by its controllers', () => {
  const text = '6:freezer:/jobs\n9:name=systemd:/\n2:cpu,cpuacct:/a:b\n0::/user.slice (deleted)\nnot one\n';
  assert.deepEqual(parseCgroupMemberships(Buffer.from(text)), [
    {controllers: ['freezer'], path: '/jobs'},
    {controllers: ['name=systemd'], path: '/'},
    {controllers: ['cpu', 'cpuacct'], path: '/a:b'},
    {controllers: [], path: '/user.slice'},
  ]);
});
