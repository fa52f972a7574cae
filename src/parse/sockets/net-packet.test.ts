import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseNetNetlink} from './net-netlink.ts';
import {parseNetPacket} from './net-packet.ts';

test('/proc/net/packet has the type and the EtherType of each socket', () => {
  const table = `sk               RefCnt Type Proto  Iface R Rmem   User   Inode
00000000b6ff1b63 3      3    0003   0     1 0      0      14930868
00000000b6ff1b64 3      2    88cc   2     1 0      1000   99
(null)   3      3    0000   0     0 0      0      7
`;
  assert.deepEqual(parseNetPacket(Buffer.from(table)), [
    {inode: 14_930_868, type: 'raw', protocol: 'all'},
    {inode: 99, type: 'datagram', protocol: '0x88cc'},
    {inode: 7, type: 'raw', protocol: null},
  ]);
});

test('/proc/net/netlink has the family and the address of each socket', () => {
  const table = `sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
00000000ab3ddf04 0   1283       00000000 0        0        0     2        0        14930869
000000005052f63e 15  0          00000001 0        0        0     2        0        567     
00000000529f52c1 33  4294967295 00000000 0        0        0     2        0        179     
`;
  assert.deepEqual(parseNetNetlink(Buffer.from(table)), [
    {inode: 14_930_869, protocol: 'route', portId: 1283},
    {inode: 567, protocol: 'kobject_uevent', portId: null},
    {inode: 179, protocol: '33', portId: 4_294_967_295},
  ]);
});
