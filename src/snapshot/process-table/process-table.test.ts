import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import type {Machine} from '../../kernel/machine/machine.ts';
import {NoSyscalls} from '../../kernel/no-syscalls.ts';
import {INITIAL_PID_NAMESPACE} from '../../kernel/pid-namespace.ts';
import {record} from '../../kernel/process-table/process-record.ts';
import {ProcessRows} from '../../kernel/process-table/process-rows.ts';
import {found, type Read, unreadable} from '../../kernel/read.ts';
import {Snapshot} from '../snapshot.ts';
import {readProcessTable} from './process-table.ts';

/** Bits of <linux/capability.h>. */
const [SYS_ADMIN, PERFMON, BPF, ALL_CAPABILITIES] = [1n << 21n, 1n << 38n, 1n << 39n, (1n << 41n) - 1n];

const OWN_PID = 99_999;
const processes = [
  {pid: 1, ppid: 0},
  {pid: 40, ppid: 1},
  {pid: 41, ppid: 40},
  {pid: OWN_PID, ppid: 40},
];

/** Answers with records of these processes, which started as they did in /proc unless said otherwise. */
class TableSyscalls extends NoSyscalls {
  readonly #rows: Read<ProcessRows>;

  constructor(pids: readonly number[], {startTicks, exited}: {startTicks?: number; exited?: number} = {}) {
    super('ENOSYS');
    const records = processes
      .filter(({pid}) => pids.includes(pid))
      .map(({pid, ppid}) => {
        const bytes = Buffer.alloc(record.size);
        bytes.writeUInt32LE(pid, record.pid);
        bytes.writeUInt32LE(ppid, record.ppid);
        bytes.writeUInt32LE(250, record.threads);
        // TASK_DEAD and EXIT_ZOMBIE, or TASK_INTERRUPTIBLE.
        bytes.writeUInt32LE(pid === exited ? 0x80 : 1, record.state);
        bytes.writeUInt32LE(pid === exited ? 0x20 : 0, record.exitState);
        bytes.writeBigUInt64LE(BigInt(startTicks ?? pid) * 10_000_000n, record.startNs);
        return bytes;
      });
    this.#rows = pids.length > 0 ? found(new ProcessRows(Buffer.concat(records))) : unreadable('EPERM');
  }

  override processes(): Read<ProcessRows> {
    return this.#rows;
  }
}

const files = (tasks: number, options = 'rw') => ({
  loadavg: {text: `0.00 0.00 0.00 1/${tasks} 41\n`},
  'self/mountinfo': {text: `22 27 0:21 / /proc rw,relatime - proc proc ${options}\n`},
});

function machineWith(
  syscalls: NoSyscalls,
  moreFiles: Parameters<typeof imaginedMachine>[2] = files(1000),
): Machine {
  return {...imaginedMachine(processes, undefined, moreFiles), syscalls: async () => syscalls};
}

/** A machine whose table would be read, for a procdoc with these capabilities, in a pid namespace with this name. */
function machineFor(capabilities: bigint, namespace = INITIAL_PID_NAMESPACE): Machine {
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(name => `${name}:\t0`);
  const status = ['Tgid:\t9', 'PPid:\t1', 'Uid:\t0\t0', ...sets, `CapEff:\t${capabilities.toString(16)}`];
  return machineWith(new TableSyscalls(all), {
    ...files(1000),
    'self/ns/pid': {text: namespace},
    'self/status': {text: status.join('\n')},
  });
}

function inOtherNamespace(machine: Machine): Machine {
  return {...machine, host: {...machine.host, pid: 5}};
}

const all = processes.map(({pid}) => pid);

describe('the process table', () => {
  it('is complete where the tasks of its processes are as many as the machine has', async () => {
    const table = await readProcessTable(machineWith(new TableSyscalls(all)), '/proc');
    assert.equal(table?.isComplete, true);
    assert.deepEqual(
      table.all().map(({pid}) => pid),
      all,
    );
  });

  it('has parents that the look left out, and is incomplete where others are missing', async () => {
    const [withoutInit, withoutLeaf] = [all.slice(1), all.filter(pid => pid !== 41)];
    const left = await readProcessTable(machineWith(new TableSyscalls(withoutInit), files(1000)), '/proc');
    assert.deepEqual(
      left?.all().map(({pid}) => pid),
      all,
    );
    for (const pids of [withoutInit, withoutLeaf]) {
      const snapshot = new Snapshot(machineWith(new TableSyscalls(pids)));
      await snapshot.readAtOnce();
      assert.equal(snapshot.table?.isComplete, false);
      assert.deepEqual(
        snapshot.stats().map(({pid}) => pid),
        all,
      );
    }
  });

  it('tells who has exited and how many there are, also where it lacks some', async () => {
    for (const pids of [all, all.filter(pid => pid !== 40), all.slice(1)]) {
      const snapshot = new Snapshot(machineWith(new TableSyscalls(pids, {exited: 41})));
      await snapshot.readAtOnce();
      const listing = snapshot.listing();
      assert.deepEqual(
        listing.exited().map(({pid}) => pid),
        [41],
      );
      assert.equal(listing.size, all.length);
    }
  });

  it('is not needed to tell who has exited, before all are asked about and afterwards', () => {
    const machine = imaginedMachine([
      {pid: 1, ppid: 0},
      {pid: 40, ppid: 1, state: 'Z'},
    ]);
    for (const recorded of [undefined, {mount: '/proc'}]) {
      const listing = new Snapshot({...machine, ...(recorded && {recorded})}).listing();
      const [exited] = listing.exited();
      assert.deepEqual([exited?.pid, listing.size], [40, 2]);
      assert.deepEqual(
        listing.all().map(({pid, state}) => `${pid} ${state}`),
        ['1 S', '40 Z'],
      );
      assert.equal(listing.all()[1], exited);
    }
  });

  for (const [what, machine] of [
    ['few tasks', machineWith(new TableSyscalls(all), files(999))],
    ['a kernel that refuses it', machineWith(new TableSyscalls([]))],
    ['other start times than in /proc', machineWith(new TableSyscalls(all, {startTicks: 7}))],
    [
      'a procfs that hides processes',
      machineWith(new TableSyscalls(all), files(1000, 'rw,hidepid=invisible')),
    ],
    ['no privilege for it', machineFor(ALL_CAPABILITIES & ~SYS_ADMIN & ~BPF)],
    ['half of the privileges for it', machineFor(PERFMON)],
    ['procdoc in a pid namespace below', machineFor(ALL_CAPABILITIES, 'pid:[4026532000]')],
    ['a procfs of another pid namespace', inOtherNamespace(machineWith(new TableSyscalls(all)))],
    [
      'no mount of procfs',
      machineWith(new TableSyscalls(all), {...files(1000), 'self/mountinfo': {text: ''}}),
    ],
    ['a recording', {...machineWith(new TableSyscalls(all)), recorded: {mount: '/proc'}}],
  ] as const) {
    it(`is not read with ${what}, and /proc is`, async () => {
      assert.equal(await readProcessTable(machine, '/proc'), undefined);
      const snapshot = new Snapshot(machine);
      await snapshot.readAtOnce();
      assert.deepEqual(
        snapshot.stats().map(({pid}) => pid),
        all,
      );
    });
  }

  it('is read with either of the privileges that the kernel asks for', async () => {
    for (const capabilities of [SYS_ADMIN, PERFMON | BPF, ALL_CAPABILITIES])
      assert.ok(await readProcessTable(machineFor(capabilities), '/proc'));
  });

  it('is not read once /proc was', async () => {
    const snapshot = new Snapshot(machineWith(new TableSyscalls(all)));
    snapshot.stats();
    await snapshot.readAtOnce();
    assert.equal(snapshot.table, undefined);
  });
});
