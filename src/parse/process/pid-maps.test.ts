import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseDeletedMappings, parseMappedInodes, parsePidMaps, parseSharedMappings} from './pid-maps.ts';

const maps = `5581a000-5581b000 r-xp 00000000 fe:00 2385 /usr/bin/python3.11
5581b000-5581c000 rw-p 00001000 fe:00 2385 /usr/bin/python3.11
5581d000-5581e000 rw-p 00000000 00:00 0 [heap]
7f000000-7f001000 r-xp 00000000 fe:00 99 /srv/my app/_fast.so (deleted)
7f001000-7f002000 rw-s 00000000 00:01 7 /dev/zero (deleted)
7f003000-7f004000 rw-p 00000000 00:00 0
`;

describe('/proc/PID/maps', () => {
  it('lists each mapped file once, and which has lost its name', () => {
    assert.deepEqual(parsePidMaps(Buffer.from(maps)), [
      {path: '/usr/bin/python3.11', inode: 2385, deleted: false},
      {path: '/srv/my app/_fast.so', inode: 99, deleted: true},
      {path: '/dev/zero', inode: 7, deleted: true},
    ]);
  });

  it('has the deleted files on a disk, by the name of a link in map_files', () => {
    const data = `00400000-00401000 rw-s 00000000 fe:00 7                /srv/data\\012x (deleted)
00401000-00402000 rw-s 00001000 fe:00 7                /srv/data\\012x (deleted)
7f0000000000-7f0000001000 rw-s 00000000 fe:00 8                /srv/data\\012x (deleted)
`;
    assert.deepEqual(parseDeletedMappings(Buffer.from(maps + data)), [
      {path: '/srv/my app/_fast.so', range: '7f000000-7f001000', isProgram: true},
      {path: '/srv/data\nx', range: '400000-401000', isProgram: false},
      {path: '/srv/data\nx', range: '7f0000000000-7f0000001000', isProgram: false},
    ]);
  });

  it('has the memory that other processes can share', () => {
    assert.deepEqual(parseSharedMappings(Buffer.from(maps)), [
      {start: 0x7f001000n, end: 0x7f002000n, device: '0:1', inode: 7, path: '/dev/zero (deleted)'},
    ]);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parsePidMaps(Buffer.from(text))));
  });

  it('has the mapped files by device and inode', () => {
    const maps = `7f0000000000-7f0000001000 r--s 00000000 fe:00 2385325                    /tmp/lock (deleted)
7f0000001000-7f0000002000 r-xp 00000000 08:12 99                         /usr/lib/libc.so
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
`;
    assert.deepEqual([...parseMappedInodes(Buffer.from(maps))], ['254:0 2385325', '8:18 99']);
  });
});
