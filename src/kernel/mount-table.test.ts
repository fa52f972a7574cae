import assert from 'node:assert/strict';
import {it} from 'node:test';
import fc from 'fast-check';
import {parseMountTable} from './mount-table.ts';

it('file systems are answered for by the kernel, a disk or a server', () => {
  const mounts = [
    '22 1 254:0 / / rw - ext4 /dev/vda rw',
    '23 22 0:21 / /proc rw shared:13 - proc proc rw',
    '31 23 0:29 / /proc/sys/fs/binfmt_misc rw shared:9 - autofs systemd-1 rw,direct',
    '32 22 0:40 / /mnt/a\\040b rw,nosuid - fuse.sshfs host:/ rw,user_id=0',
    '33 22 0:41 / /home rw shared:1 master:2 - nfs4 server:/home rw,hard',
    '34 22 0:42 / /net rw - autofs auto.net rw,indirect',
    '35 22 0:43 / /sys/fs/fuse/connections rw - fusectl fusectl rw',
  ];
  assert.deepEqual(
    parseMountTable(Buffer.from(mounts.join('\n'))).map(one => [one.id, one.mountPoint, one.answeredBy]),
    [
      [22, '/', 'disk'],
      [23, '/proc', 'kernel'],
      [31, '/proc/sys/fs/binfmt_misc', 'kernel'],
      [32, '/mnt/a b', 'server'],
      [33, '/home', 'server'],
      [34, '/net', 'server'],
      [35, '/sys/fs/fuse/connections', 'kernel'],
    ],
  );
});

it('a table of mounts never throws, whatever it is read from', () => {
  fc.assert(fc.property(fc.string(), text => void parseMountTable(Buffer.from(text))));
});
