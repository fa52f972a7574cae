import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {parseCgroupMemberships, parsePidCgroup, pidsCgroupAmong} from './pid-cgroup.ts';

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
