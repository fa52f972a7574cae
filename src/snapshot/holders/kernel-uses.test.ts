import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import type {FileStat} from '../../kernel/procfs.ts';
import {Snapshot} from '../snapshot.ts';
import type {HolderSearch} from './holder-search.ts';
import {kernelUses} from './kernel-uses.ts';

const root = '20 1 0:1 / / rw - ext4 /dev/vda rw\n';
const mounted = '30 20 7:3 / /mnt/image rw - ext4 /dev/loop3 rw\n';
const sysfs = {
  'self/root/sys/block/loop3/loop/backing_file': {text: '/srv/image\n'},
  'self/root/sys/block/loop3/dev': {text: '7:3\n'},
  'self/root/sys/block/vda/dev': {text: '254:0\n'},
};
const file: FileStat = {
  ...{device: 1, inode: 7, size: 1, allocated: 1, mode: 0o644, links: 1, modifiedMs: 0, changedMs: 0},
  kind: 'file',
};

function machine(own: string, more: Readonly<Record<string, {text: string}>> = sysfs): Snapshot {
  return new Snapshot(
    imaginedMachine([{pid: 101, ppid: 1}], undefined, {
      'self/mountinfo': {text: own},
      '101/mountinfo': {text: root.replace('20', '40') + mounted.replace('30 20', '50 40')},
      '101/ns/mnt': {text: 'mnt:[4026532000]'},
      ...more,
    }),
  );
}

function askedFor(path: string, stat: FileStat): HolderSearch {
  const target = {kind: 'path', path} as const;
  return {
    ...{asked: target, links: new Set(), file: stat, path, inode: undefined, descriptor: undefined},
    ...{sockets: new Map(), networkNamespaces: new Map(), peers: new Map(), nobodys: []},
    ...{isOfSocket: false, missesBound: false},
  };
}

function usesOf(snapshot: Snapshot, path: string, stat: FileStat) {
  const {loopDevices, mounts} = kernelUses(snapshot, askedFor(path, stat));
  return {
    loopDevices: loopDevices.map(({path}) => path),
    mounts: mounts.map(({mount, isOurs, users}) => [mount.mountPoint, isOurs, users.map(({pid}) => pid)]),
  };
}

test('an image is attached to a loop device, which is mounted in any mount namespace', () => {
  assert.deepEqual(usesOf(machine(root + mounted), '/srv/image', file), {
    loopDevices: ['/dev/loop3'],
    mounts: [
      ['/mnt/image', true, []],
      ['/mnt/image', false, [101]],
    ],
  });
  assert.deepEqual(usesOf(machine(root), '/srv/other', file), {loopDevices: [], mounts: []});
});

test('a device is mounted where its numbers are, by whatever name it is asked for', () => {
  const device: FileStat = {...file, kind: 'block-device', rawDevice: 0x703};
  assert.deepEqual(usesOf(machine(root), '/dev/disk/by-label/x', device), {
    loopDevices: [],
    mounts: [['/mnt/image', false, [101]]],
  });
});

test('a file or block device may be swap space, and other devices be built on it', () => {
  const swaps = {text: 'Filename Type Size Used Priority\n/srv/swap file 2044 0 -2\n'};
  const snapshot = machine(root, {
    ...sysfs,
    swaps,
    'self/root/sys/dev/block/7:3/holders/dm-0/dev': {text: '253:0\n'},
  });
  assert.equal(kernelUses(snapshot, askedFor('/srv/swap', file)).isSwap, true);
  assert.equal(kernelUses(snapshot, askedFor('/srv/image', file)).isSwap, false);
  const device: FileStat = {...file, kind: 'block-device', rawDevice: 0x703};
  assert.deepEqual(kernelUses(snapshot, askedFor('/dev/loop3', device)).devices, ['dm-0']);
});

test('an image that was deleted is not the one at its path', () => {
  const deleted = {...sysfs, 'self/root/sys/block/loop3/loop/backing_file': {text: '/srv/image (deleted)\n'}};
  assert.deepEqual(usesOf(machine(root, deleted), '/srv/image', file).loopDevices, []);
});

test('what could not be asked is a gap: mounts, loop devices, and namespaces that no process is in', () => {
  const gaps = (snapshot: Snapshot) => {
    usesOf(snapshot, '/srv/image', file);
    usesOf(snapshot, '/srv', {...file, kind: 'directory'});
    return snapshot.ledger.unreadable.map(({what}) => what).sort();
  };
  assert.deepEqual(gaps(machine(root)), []);
  assert.deepEqual(gaps(machine('', {})), ['loop devices', 'mounts']);
  const kept = '60 20 0:4 mnt:[4026539999] /run/ns rw - nsfs nsfs rw\n';
  assert.deepEqual(gaps(machine(root + kept)), ['mount namespaces without processes']);
});
