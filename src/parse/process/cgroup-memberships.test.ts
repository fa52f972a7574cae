import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseCgroupMemberships} from './cgroup-memberships.ts';

test('each line is a place in a hierarchy, named by its controllers', () => {
  const text = '6:freezer:/jobs\n9:name=systemd:/\n2:cpu,cpuacct:/a:b\n0::/user.slice (deleted)\nnot one\n';
  assert.deepEqual(parseCgroupMemberships(Buffer.from(text)), [
    {controllers: ['freezer'], path: '/jobs'},
    {controllers: ['name=systemd'], path: '/'},
    {controllers: ['cpu', 'cpuacct'], path: '/a:b'},
    {controllers: [], path: '/user.slice'},
  ]);
});
