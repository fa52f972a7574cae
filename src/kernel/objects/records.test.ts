import assert from 'node:assert/strict';
import {test} from 'node:test';
import {wordsOf} from '../bpf/record-words.ts';
import {Mappings} from './mappings.ts';
import {OpenFiles, openFileRecord} from './open-files.ts';
import {ProcessObjects, type ProcessPlace, processPlaces} from './process-objects.ts';

const longs = (...numbers: readonly bigint[]) => new Uint8Array(BigUint64Array.from(numbers).buffer);

/** A process that slept, with one thread, and shares nothing. */
const asleep: Partial<Record<ProcessPlace, bigint>> = {
  pid: 7n,
  state: 1n,
  threads: 1n,
  folderUsers: 1n,
  fileUsers: 1n,
  memoryUsers: 1n,
};

function processes(...all: readonly Partial<Record<ProcessPlace, bigint>>[]): ProcessObjects {
  return new ProcessObjects(
    Buffer.concat(all.map(one => longs(...processPlaces.map(place => one[place] ?? 0n)))),
  );
}

test('a process is found by its pid, with its start, its switches and its addresses', () => {
  const address = 0xffff_8881_0123_4567n;
  const rows = processes({pid: 3n}, {pid: 7n, startNs: 12_349_999_999n, voluntarySwitches: 2n ** 33n});
  const row = rows.rowOf(7) ?? assert.fail('no row');
  assert.equal(rows.startTicks(row), 1234);
  assert.equal(rows.contextSwitches(row), 2 ** 33);
  assert.equal(rows.rowOf(5), undefined);
  assert.deepEqual(processes({rootMount: address}).at(0, 'rootMount'), {
    high: 0xffff_8881,
    low: 0x0123_4567,
  });
});

test('at rest is a process with one thread that sleeps on no CPU, and shares neither descriptors nor folders', () => {
  assert.equal(processes(asleep).isAtRest(0), true);
  for (const other of [
    {state: 0n},
    {exitState: 32n},
    {onProcessor: 1n},
    {threads: 2n},
    {folderUsers: 2n},
    {fileUsers: 2n},
    {fileUsers: 0n},
  ])
    assert.equal(processes({...asleep, ...other}).isAtRest(0), false);
  assert.equal(processes(asleep).hasOwnMemory(0), true);
  assert.equal(processes({...asleep, memoryUsers: 2n}).hasOwnMemory(0), false);
});

test('a list of timers is empty where it leads nowhere, or to itself', () => {
  const signals = 0xffff_8881_ffff_fff0n;
  const has = (timers: bigint) => !processes({signals, timers}).hasNoTimers(0, 0x20);
  assert.equal(has(0n), false);
  assert.equal(has(signals + 0x20n), false);
  assert.equal(has(signals + 0x28n), true);
  assert.equal(has(0x20n), true);
});

test('descriptors are those of their process, and each has its bit for close-on-exec', () => {
  const record = (tid: number, fd: number, more: {locks?: bigint; closeOnExec?: bigint} = {}) =>
    longs(BigInt(tid), BigInt(fd), 0xffff_8881_0000_0100n, more.locks ?? 0n, more.closeOnExec ?? 0n);
  const files = new OpenFiles(
    Buffer.concat([
      record(7, 0),
      record(7, 40, {closeOnExec: 1n << 40n}),
      record(7, 64 + 3, {closeOnExec: 1n << 3n, locks: 1n}),
      record(9, 1, {closeOnExec: ~(1n << 1n) & (2n ** 64n - 1n)}),
      Buffer.alloc(openFileRecord.size - 8),
    ]),
  );
  assert.deepEqual([files.of(7), files.of(8), files.of(9)], [[0, 40, 67], [], [1]]);
  const flags = [
    [7, 0],
    [7, 40],
    [7, 67],
    [9, 1],
  ].map(([pid = 0, fd = 0]) => files.isCloseOnExec(files.rowOf(pid, fd) ?? assert.fail()));
  assert.deepEqual(flags, [false, true, true, false]);
  assert.equal(files.mayBeLocked(files.rowOf(7, 67) ?? -1), true);
  assert.equal(files.mayBeLocked(files.rowOf(7, 40) ?? -1), false);
  assert.equal(files.rowOf(9, 40), undefined);
});

test('processes have one number for the same mappings in the same order', () => {
  const of = (pid: bigint, ...hashes: readonly bigint[]) =>
    Buffer.concat(hashes.map(hash => longs(pid, hash)));
  const [one, other] = [0x1234_5678_9abc_def1n, 0x1234_5678_0000_0001n];
  const mappings = new Mappings(
    Buffer.concat([of(1n, one, other), of(2n, one, other), of(3n, other, one), of(4n, one)]),
    0x1f_ffff_0000_0001 + 2,
  );
  assert.equal(mappings.of(1), mappings.of(2));
  assert.equal(new Set([1, 3, 4].map(pid => mappings.of(pid))).size, 3);
  assert.equal(mappings.of(5), undefined);
});

test('numbers are read wherever the bytes begin', () => {
  const bytes = Buffer.from([9, 1, 0, 0, 0, 2, 0, 0, 0, 5]);
  assert.deepEqual([...wordsOf(new Uint8Array(bytes).subarray(1))], [1, 2]);
  assert.deepEqual([...wordsOf(new Uint8Array(bytes).subarray(0, 4))], [0x109]);
});
