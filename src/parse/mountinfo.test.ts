import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {
  parseCgroupMounts,
  parseFuseMounts,
  parseMountIds,
  parseMounts,
  parseProcMounts,
  parseRuntimeFile,
} from './mountinfo.ts';

const line = (options: string, at = '/proc') =>
  Buffer.from(
    `23 28 0:21 / ${at} rw,nosuid shared:13 - proc proc ${options}\n24 28 0:22 / /sys rw - sysfs sysfs rw\n`,
  );

it('the numbers of mounts are the first words of the lines', () => {
  assert.deepEqual([...parseMountIds(line('rw'))], [23, 24]);
  assert.deepEqual([...parseMountIds(Buffer.from(''))], []);
});

it('a mount has its place, its file system, and the groups that it shares mounts with', () => {
  const text =
    '36 35 98:0 /mnt1 /mnt/\u00e4\\040b rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue\n';
  assert.deepEqual(parseMounts(Buffer.from(text)), [
    {
      ...{id: 36, parent: 35, device: '98:0', root: '/mnt1', mountPoint: '/mnt/\u00e4 b', type: 'ext3'},
      ...{source: '/dev/root', options: ['rw', 'errors=continue'], shared: 1, master: 2},
    },
  ]);
});

describe('mounts of procfs', () => {
  it('hide nothing without an option', () => {
    assert.deepEqual(parseProcMounts(line('rw')), [{mountPoint: '/proc', hidepid: 0, gid: undefined}]);
  });

  it('hide by number or by word, except for a group', () => {
    assert.deepEqual(parseProcMounts(line('rw,gid=27,hidepid=2')), [
      {mountPoint: '/proc', hidepid: 2, gid: 27},
    ]);
    assert.equal(parseProcMounts(line('rw,hidepid=invisible'))[0]?.hidepid, 2);
    assert.equal(parseProcMounts(line('rw,hidepid=ptraceable'))[0]?.hidepid, 4);
  });

  it('are where they are mounted, blanks and all', () => {
    assert.equal(parseProcMounts(line('rw', '/mnt/a\\040b'))[0]?.mountPoint, '/mnt/a b');
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parseProcMounts(Buffer.from(text))));
  });
});

it('FUSE file systems are known by the number of their connection', () => {
  const mounts = [
    '22 1 254:0 / / rw - ext4 /dev/vda rw',
    '32 22 0:40 / /mnt/a\\040b rw,nosuid - fuse.sshfs host:/ rw,user_id=0',
    '35 22 0:43 / /sys/fs/fuse/connections rw - fusectl fusectl rw',
  ];
  assert.deepEqual([...parseFuseMounts(Buffer.from(mounts.join('\n')))], [[40, '/mnt/a b']]);
});

describe('mounts of cgroup hierarchies', () => {
  it('have the controllers of their hierarchy, the unified one has none', () => {
    const mounts = parseCgroupMounts(
      Buffer.from(
        [
          '30 23 0:27 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate',
          '39 31 0:36 /docker/abc /sys/fs/cgroup/pids ro,nosuid shared:9 - cgroup cgroup rw,pids',
          '40 31 0:37 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
          '41 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=pids',
          '42 31 0:38 / /sys/fs/cgroup/a\\040b rw - cgroup cgroup rw,net_cls,pids',
        ].join('\n'),
      ),
    );
    assert.deepEqual(mounts, [
      {controllers: [], root: '/', mountPoint: '/sys/fs/cgroup'},
      {controllers: ['pids'], root: '/docker/abc', mountPoint: '/sys/fs/cgroup/pids'},
      {controllers: ['cpu', 'cpuacct'], root: '/', mountPoint: '/sys/fs/cgroup/cpu,cpuacct'},
      {controllers: ['xattr', 'name=pids'], root: '/', mountPoint: '/sys/fs/cgroup/systemd'},
      {controllers: ['net_cls', 'pids'], root: '/', mountPoint: '/sys/fs/cgroup/a b'},
    ]);
  });

  it('never throw, whatever they are read from', () => {
    fc.assert(fc.property(fc.string(), text => void parseCgroupMounts(Buffer.from(text))));
  });
});

test('a file that a container runtime mounts has the id of a container or pod in its path', () => {
  const id = 'a'.repeat(64);
  const mount = (root: string, point: string) =>
    `505 482 254:0 ${root} ${point} rw,relatime - ext4 /dev/vda rw\n`;
  const uid = '0a1b2c3d-0000-4000-8000-0123456789ab';
  for (const [line, expected] of [
    [`/var/lib/docker/containers/${id}/hostname /etc/hostname`, true],
    [`/kubelet/pods/${uid}/etc-hosts /etc/hosts`, true],
    [`/var/lib/docker/containers/${id}/hostname /etc/motd`, false],
    ['/srv/hostname /etc/hostname', false],
    ['/ /', false],
  ] as const) {
    const [root = '', point = ''] = line.split(' ');
    const found = parseRuntimeFile(Buffer.from(mount('/', '/proc') + mount(root, point)));
    assert.equal(found, expected ? root : undefined, line);
  }
});
