import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Machine} from '../machine/machine.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import {found, unreadable} from '../read.ts';
import {recordedMachine} from '../recorded/recorded-machine.ts';
import {narrowedTo} from './narrowed.ts';

/** Process 1 listens, 2 and 3 are a family connected to it, 9 is a stranger. */
const everyone = recordedMachine(`procdoc recording 1
host
|platform=linux arch=x64 pid=4242 uid=0 now=2026-11-22T10:48:00.000Z

kcmp
|usable

descriptions
|2:3 3:3 9:3

descriptor-tables 2=3
|separate

signal-actions 17
|pid=2 handler=0x1 startTicks=100 flags=0 childSubreaper=false
|pid=9 handler=0x0 startTicks=100 flags=2 childSubreaper=false

unix-sockets
|inode=501 type=stream state=CONNECTED peerInode=901
|inode=901 type=stream state=CONNECTED peerInode=501
|inode=902 type=stream state=LISTEN
|inode=903 type=stream state=LISTEN queued=900,501

directory .
|1
|2
|3
|9
|self
|uptime

file 2/stat
|the family

file 9/stat
|the stranger

file uptime
|3375.33 6000.00

directory 2/fd
|3
|4

link 2/fd/3
>socket:[501]

link 2/fd/4
>/srv/lock

link 9/fd/3
>/srv/secret

stat 2/fd/4
|kind=file device=2049 inode=77 size=0 links=1 modifiedMs=0 changedMs=0

stat 9/fd/3: EACCES

passwd
|root:x:0:0:root:/root:/bin/sh
|anne:x:1000:1000:Anne:/home/anne:/bin/sh
|bob:x:1001:1001:Bob:/home/bob:/bin/sh

file 2/status
|Name:	family
|Uid:	1000	1000	1000	0

file locks
|1: FLOCK  ADVISORY  WRITE 9 08:01:77 0 EOF
|2: POSIX  ADVISORY  WRITE 9 08:01:78 0 EOF
|3: POSIX  ADVISORY  READ 3 00:1a:5 0 EOF
|4: FLOCK  ADVISORY  WRITE 9 08:01:79 0 EOF
|4: -> FLOCK  ADVISORY  WRITE 2 08:01:79 0 EOF
|5: OFDLCK ADVISORY  READ -1 08:01:80 0 EOF
|6: FLOCK  ADVISORY  WRITE 9 08:01:81 0 EOF

file 3/maps
|7f0000000000-7f0000001000 r--s 00000000 08:01 81                         /srv/mapped
|7f0000001000-7f0000002000 rw-p 00000000 00:00 0

file 2/net/unix
|Num       RefCount Protocol Flags    Type St Inode Path
|0: 00000003 00000000 00000000 0001 03   501
|0: 00000003 00000000 00000000 0001 03   902 /run/stranger.sock

end
`);
const family: Machine = narrowedTo(new Set([2, 3]), everyone);

test('only the given processes are there, and what belongs to none', () => {
  assert.deepEqual(family.procfs.list(''), found(['2', '3']));
  assert.ok(family.procfs.read('2/stat').ok);
  assert.ok(family.procfs.read('uptime').ok);
  assert.ok(family.procfs.list('2/fd').ok);
  assert.ok(family.procfs.link('2/fd/4').ok);
});

test('nothing of a stranger is to be had, not even why not', () => {
  const {procfs} = family;
  const answers = [
    procfs.read('9/stat'),
    procfs.list('9/fd'),
    procfs.link('9/fd/3'),
    procfs.stat('9/fd/3'),
    procfs.stat(Buffer.from('9/fd/3')),
  ];
  assert.deepEqual(new Set(answers.map(answer => answer.ok || answer.errno)), new Set(['ENOENT']));
});

test('a table of sockets has its heading and the sockets that the processes have open', () => {
  const table = family.procfs.read('2/net/unix');
  assert.ok(table.ok);
  assert.deepEqual(
    table.value
      .toString()
      .split('\n')
      .map(line => line.split(/\s+/).at(6)),
    ['Inode', '501', undefined],
  );
});

test('system calls know the given processes and no others', async () => {
  const syscalls = await family.syscalls();
  assert.deepEqual(syscalls.kcmpUsable(), found(true));
  assert.deepEqual(syscalls.compareDescriptions({pid: 2, fd: 3}, {pid: 3, fd: 3}), found(0));
  assert.deepEqual(syscalls.compareDescriptions({pid: 2, fd: 3}, {pid: 9, fd: 3}), unreadable('ESRCH'));
  assert.deepEqual(syscalls.shareDescriptorTable(2, 3), found(false));
  assert.deepEqual(syscalls.shareDescriptorTable(9, 2), unreadable('ESRCH'));
  const actions = syscalls.signalActions(17);
  assert.deepEqual(actions.ok && [...actions.value.keys()], [2]);
  const sockets = syscalls.unixSockets();
  assert.deepEqual(sockets.ok && [...sockets.value.keys()], [501, 901, 903]);
});

test('where there are no system calls there are none for the given processes either', async () => {
  const none = new NoSyscalls('ELIBACC');
  assert.equal(await narrowedTo(new Set([2]), {...everyone, syscalls: async () => none}).syscalls(), none);
});

test('has the locks that they took or wait for, and the locks on files that they have open or mapped', () => {
  const locks = family.procfs.read('locks');
  assert.deepEqual(locks.ok && locks.value.toString().match(/^\d+: (?:->)?/gm), [
    '1: ',
    '3: ',
    '4: ',
    '4: ->',
    '6: ',
  ]);
});

test('has the users as whom they run', () => {
  const passwd = family.host.passwd();
  assert.deepEqual(passwd.ok && passwd.value.toString().match(/^\w+/gm), ['root', 'anne']);
});
