import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {asFiles} from '../../../test/support/recorded/imagined-zombies.ts';
import {OpenFileIndex} from '../descriptors/open-file-index.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import {Snapshot} from '../snapshot.ts';
import {readStalled} from './stalled.ts';
import {searchWaits} from './wait-cycles.ts';

/** A process that has ends of pipes, and sleeps in a read of one of them, or else sleeps for a time. */
interface Piped {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** The pipe that it waits for; undefined: it waits for none. */
  readonly waitsFor: number | undefined;
  readonly state: 'S' | 'T';
  readonly isFrozen: boolean;
}

const NANOSLEEP = '35 0x0 0x7ffc0000 0x1 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n';
const FIRST_PID = 100;

/** A machine of such processes, whose pids are FIRST_PID and on. */
function machineOf(all: readonly Piped[]): Snapshot {
  const processes = all.map(
    ({state, isFrozen}, at): ImaginedProcess => ({
      pid: FIRST_PID + at,
      ppid: 1,
      state,
      cgroup: isFrozen ? '/frozen' : '/running',
    }),
  );
  const frozen = (folder: string, is: 0 | 1) => [
    `self/root/sys/fs/cgroup/${folder}/cgroup.events`,
    `populated 1\nfrozen ${is}\n`,
  ];
  const {procfs} = imaginedMachine(processes);
  const files = all.flatMap(({reads, writes, waitsFor}, at) => {
    const pid = FIRST_PID + at;
    const own = procfs.read(`${pid}/stat`);
    assert.ok(own.ok);
    const ends = [
      ...reads.map(pipe => ({pipe, fd: 10 + pipe, flags: '0100000'})),
      ...writes.map(pipe => ({pipe, fd: 20 + pipe, flags: '0100001'})),
    ];
    const read = `0 0x${(10 + (waitsFor ?? 0)).toString(16)} 0x7ffc0000 0x1 0x0 0x0 0x0 0x7ffc1000 0x7f0000001000\n`;
    return [
      [`${pid}/task/${pid}/stat`, String(own.value)],
      [`${pid}/task/${pid}/syscall`, waitsFor === undefined ? NANOSLEEP : read],
      ...ends.flatMap(({pipe, fd, flags}) => [
        [`${pid}/fd/${fd}`, `pipe:[${7000 + pipe}]`],
        [`${pid}/fdinfo/${fd}`, `pos:\t0\nflags:\t${flags}\nmnt_id:\t1\n`],
      ]),
    ];
  });
  const mounts = ['self/mountinfo', '30 23 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n'];
  const texts = Object.fromEntries([...files, frozen('frozen', 1), frozen('running', 0), mounts]);
  // Of a recording, no second look is waited for.
  return new Snapshot({...imaginedMachine(processes, undefined, asFiles(texts)), recorded: {mount: '/proc'}});
}

/** What a search finds that looks at one of equal waits, or at each. */
async function found(all: readonly Piped[], isEach: boolean) {
  const snapshot = machineOf(all);
  const openFiles = async () => new OpenFileIndex(openFilesByTarget(snapshot.others(), () => true));
  const search = await searchWaits(snapshot, snapshot.others(), isEach ? undefined : openFiles);
  const stalled = (await readStalled(snapshot, search, {nodes: new Map(), isClient: () => false})).map(
    ({process, waiters}) => [process.pid, waiters.map(waiter => waiter.process.pid)],
  );
  return {lookedAt: [...search.nodes.keys()], deadlocked: [...search.deadlocked].sort(), stalled};
}

const reader: Piped = {reads: [0], writes: [], waitsFor: 0, state: 'S', isFrozen: false};
const writer: Piped = {reads: [], writes: [0], waitsFor: undefined, state: 'S', isFrozen: false};
const readers = Array.from({length: 5}, () => reader);

describe('of processes that read one pipe', () => {
  it('one is looked at where its writer can run', async () => {
    const {lookedAt, deadlocked} = await found([...readers, writer], false);
    assert.deepEqual(deadlocked, []);
    assert.deepEqual(lookedAt, [100, 105]);
  });

  it('each is deadlocked with a writer that waits for them', async () => {
    const feeding = readers.map(one => ({...one, writes: [1]}));
    const {deadlocked} = await found([...feeding, {...writer, reads: [1], waitsFor: 1}], false);
    assert.deepEqual(deadlocked, [100, 101, 102, 103, 104, 105]);
  });

  it('each waits for a writer that is stopped, also behind one that is frozen', async () => {
    const stopped: Piped = {...writer, state: 'T'};
    const {stalled} = await found([{...reader, isFrozen: true}, ...readers, stopped], false);
    assert.deepEqual(stalled, [[106, [101, 102, 103, 104, 105]]]);
  });
});

it('what is deadlocked, or waits for a process that is stopped, is the same by one look at equal waits and by one at each', async () => {
  const pipes = fc.uniqueArray(fc.nat({max: 2}));
  const piped = fc
    .record({
      reads: pipes,
      writes: pipes,
      waits: fc.boolean(),
      state: fc.constantFrom('S' as const, 'S' as const, 'S' as const, 'T' as const),
      isFrozen: fc.integer({min: 0, max: 7}).map(number => number === 0),
    })
    .map(({waits, ...one}): Piped => ({...one, waitsFor: waits ? one.reads[0] : undefined}));
  await fc.assert(
    fc.asyncProperty(fc.array(piped, {minLength: 2, maxLength: 9}), async all => {
      const [one, each] = [await found(all, false), await found(all, true)];
      assert.deepEqual([one.deadlocked, one.stalled], [each.deadlocked, each.stalled]);
    }),
    {numRuns: 100},
  );
});
