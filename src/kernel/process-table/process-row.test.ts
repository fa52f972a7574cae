import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {record, widthOf} from './process-record.ts';
import {ProcessRows} from './process-rows.ts';

/** The bytes of a record with these numbers; the others are 0. */
function bytesOf(numbers: Partial<Record<keyof typeof record, number | bigint>>, comm = ''): Buffer {
  const bytes = Buffer.alloc(record.size);
  for (const [name, value] of Object.entries(numbers)) {
    const place = record[name as keyof typeof record];
    if (widthOf(place) === 4) bytes.writeUInt32LE(Number(value) >>> 0, place);
    else bytes.writeBigUInt64LE(BigInt(value), place);
  }
  bytes.write(comm, record.comm, 'latin1');
  return bytes;
}

function pidsOf(rows: ProcessRows): number[] {
  return Array.from({length: rows.length}, (_, at) => rows.pid(at));
}

function rowOf(...args: Parameters<typeof bytesOf>) {
  return new ProcessRows(bytesOf(...args)).row(0);
}

describe('a record of the process table', () => {
  it('stands after the one before, and is left out where it is cut short', () => {
    const bytes = Buffer.concat([bytesOf({pid: 7}), bytesOf({pid: 8}), Buffer.alloc(record.size - 1)]);
    assert.deepEqual(pidsOf(new ProcessRows(bytes)), [7, 8]);
  });

  it('is found by its pid', () => {
    const pids = [1, 2, 40, 41, 4_000_000];
    const rows = new ProcessRows(Buffer.concat(pids.map(pid => bytesOf({pid}))));
    assert.deepEqual(
      [...pids, 0, 3, 4_000_001].map(pid => rows.find(pid)),
      [0, 1, 2, 3, 4, -1, -1, -1],
    );
    assert.deepEqual(pidsOf(rows.without(new Set([1, 40, 3]))), [2, 41, 4_000_000]);
  });

  it('counts for its tasks and its parent, and is told apart when it has exited', () => {
    const rows = new ProcessRows(
      Buffer.concat([
        bytesOf({pid: 1, threads: 2, state: 1}),
        bytesOf({pid: 7, ppid: 1, threads: 1, state: 0x80, exitState: 0x20}),
        bytesOf({pid: 8, ppid: 7, threads: 3, state: 0x80, exitState: 0x10}),
        bytesOf({pid: 9, ppid: 1, threads: 1, state: 0x80, exitState: 0x30}),
      ]),
    );
    assert.equal(rows.tasks, 7);
    assert.deepEqual([...rows.parents], [0, 1, 7]);
    assert.deepEqual(rows.exited, [1, 3]);
  });

  it('has a name that is compared with another byte by byte', () => {
    const [one, same, longer] = ['sh', 'sh', 'shx'].map(comm => rowOf({}, comm));
    assert.ok(one && same && longer);
    assert.equal(one.isNamedAs(same), true);
    assert.equal(one.isNamedAs(longer), false);
  });

  it('has the state as the letter of /proc', () => {
    // TASK_* and EXIT_* of <linux/sched.h>, and what get_task_state() in fs/proc/array.c makes of them.
    for (const [state, exitState, letter] of [
      [0, 0, 'R'],
      [0x1, 0, 'S'],
      [0x2001, 0, 'S'],
      [0x2, 0, 'D'],
      [0x102, 0, 'D'],
      [0x402, 0, 'I'],
      [0x104, 0, 'T'],
      [0x108, 0, 't'],
      [0x40, 0, 'P'],
      [0x8000, 0, 'D'],
      [0x1000, 0, 'D'],
      [0x80, 0x20, 'Z'],
      [0x80, 0x10, 'X'],
      [0x80, 0x30, 'Z'],
    ] as const)
      assert.equal(rowOf({state, exitState}).state, letter, `${state} ${exitState}`);
  });

  it('has times in whole ticks, rounded down, for longer than a machine runs', () => {
    const ticks = [
      0n,
      9_999_999n,
      10_000_000n,
      10_019_999_999n,
      10n ** 17n - 1n,
      10n ** 17n,
      6n * 10n ** 17n - 1n,
    ];
    assert.deepEqual(
      ticks.map(startNs => rowOf({startNs}).startTicks),
      [0, 0, 1, 1001, 10 ** 10 - 1, 10 ** 10, 6 * 10 ** 10 - 1],
    );
    const children = {
      childUserNs: 19_999_999,
      childSystemNs: 9_999_999,
      childMinorFaults: 30,
      childMajorFaults: 4,
    };
    assert.equal(rowOf(children).awaitedChildren, 35);
  });

  it('has the exit code of the group where all threads were made to exit', () => {
    assert.equal(rowOf({exitCode: 0x300, groupExitCode: 9}).exitCode, 0x300);
    assert.equal(rowOf({exitCode: 0x300, groupExitCode: 9, groupFlags: 0x4}).exitCode, 9);
  });

  it('has the terminal as the kernel puts a device number together', () => {
    assert.equal(rowOf({foreground: -1}).terminal, 0);
    assert.equal(rowOf({foreground: -1}).foregroundPgid, -1);
    assert.equal(rowOf({terminalMajor: 136, terminalIndex: 3}).terminal, 0x8803);
    assert.equal(rowOf({terminalMajor: 4, terminalMinorStart: 64, terminalIndex: 1}).terminal, 0x441);
    assert.equal(rowOf({terminalMajor: 136, terminalMinorStart: 256, terminalIndex: 2}).terminal, 0x10_8802);
  });

  it('has what a signal does in one of two sets, or in none', () => {
    // SIGHUP ignored, SIGINT caught.
    const row = rowOf({caughtOrIgnored: 0b11, caughtOrDefault: 0xffff_ffff_ffff_fffen});
    assert.deepEqual([row.ignored, row.caught], [0b01n, 0b10n]);
  });

  it('has no whole status after a brief look, in a namespace below, or while it may write a core dump', () => {
    const all = 0xffff_ffff_ffff_ffffn;
    assert.equal(rowOf({caughtOrDefault: all}).hasStatus, true);
    assert.equal(rowOf({caughtOrIgnored: all}).hasStatus, true);
    assert.equal(rowOf({}).hasStatus, false);
    assert.equal(rowOf({caughtOrDefault: all, level: 1}).hasStatus, false);
    assert.equal(rowOf({caughtOrDefault: all, groupFlags: 0x4}).hasStatus, true);
    assert.equal(rowOf({caughtOrDefault: all, groupFlags: 0x4, memory: 8}).hasStatus, false);
  });

  it('has a name of up to 15 bytes', () => {
    assert.equal(Buffer.from(rowOf({}, ') Z 1 (').comm).toString(), ') Z 1 (');
    assert.equal(Buffer.from(rowOf({}, 'x'.repeat(15)).comm).toString(), 'x'.repeat(15));
  });

  it('has no memory of its own where it is a zombie, or a thread of the kernel that borrows some', () => {
    assert.equal(rowOf({memory: 0xffff_8881_0000_0000n}).hasMemory, true);
    assert.equal(rowOf({memory: 0}).hasMemory, false);
    assert.equal(rowOf({memory: 0xffff_8881_0000_0000n, flags: 0x20_0000}).hasMemory, false);
  });
});
