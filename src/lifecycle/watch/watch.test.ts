import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {EventProcess, ProcessEvent} from '../../kernel/events/process-event.ts';
import {Intake} from './intake.ts';
import {
  family,
  lookAgain,
  lookForMissing,
  lookForParents,
  lookForReaped,
  lookForZombies,
  takeExited,
} from './look.ts';
import {type Row, trackedOf} from './tracked.ts';
import {Tracker} from './tracker.ts';
import type {WatchEvent} from './watch-event.ts';

const SECOND = 1e9;

function rowOf(pid: number, ppid: number, more: Partial<Row> = {}): Row {
  const common = {
    startTicks: pid,
    comm: `p${pid}`,
    forkedWithoutExec: false,
    isZombie: false,
    status: undefined,
  };
  return {pid, ppid, ...common, ...more};
}

/** A watch whose source and whose /proc are made up. */
class Scene {
  readonly events: WatchEvent[] = [];
  readonly pidfds = new Set<number>();
  rows: Row[];
  readonly table = {
    all: () => this.rows,
    one: (pid: number) => this.rows.find(row => row.pid === pid),
    pids: () => new Set(this.rows.map(({pid}) => pid)),
  };
  readonly tracker = new Tracker({
    watchedSince: 0,
    epochMs: at => at,
    emit: event => this.events.push(event),
    look: () => undefined,
  });
  readonly scope;
  readonly intake: Intake;

  constructor(rows: Row[], member?: number) {
    this.rows = rows;
    this.scope = {all: member === undefined, wants: () => false};
    for (const row of family(rows, ({pid}) => member === undefined || pid === member))
      this.tracker.registry.add(trackedOf(row));
    const {scope} = this;
    this.intake = new Intake(this.tracker, this.table, {scope, source: 'bpf', lookedAt: 0});
  }

  take(...events: ProcessEvent[]): this {
    for (const event of events) this.intake.take(event);
    return this;
  }

  look(seconds: number): this {
    const {scope} = this;
    lookAgain(this.tracker, this.table, {
      scope,
      at: seconds * SECOND,
      isSeenToExit: pid => this.pidfds.has(pid),
    });
    return this;
  }

  get told(): string[] {
    return this.events.map(event => (event.type === 'lost' ? 'lost' : `${event.type} ${event.pid}`));
  }
}

const processOf = (pid: number, startTicks = pid): EventProcess => ({pid, startTicks, comm: `p${pid}`});
const fork = (pid: number, ppid: number, at = 1): ProcessEvent => ({
  type: 'fork',
  at,
  process: processOf(pid),
  ppid,
});
const exec = (pid: number, at = 2): ProcessEvent => ({type: 'exec', at, process: processOf(pid)});
const exit = (pid: number, ppid: number, status = 0, at = SECOND): ProcessEvent => ({
  type: 'exit',
  at,
  process: processOf(pid),
  ppid,
  status,
});
const reap = (pid: number, at = 2 * SECOND): ProcessEvent => ({type: 'reap', at, process: processOf(pid)});

describe('what becomes of a process', () => {
  it('is told from its birth to its reaping, with the status and how long it was a zombie', () => {
    const scene = new Scene([rowOf(10, 1)]).take(fork(20, 10), exec(20), exit(20, 10, 0x300), reap(20));
    assert.deepEqual(scene.told, ['fork 20', 'exec 20', 'exit 20', 'reap 20']);
    const [, , exited, reaped] = scene.events;
    assert.equal(exited?.type === 'exit' && exited.status, 0x300);
    assert.equal(reaped?.type === 'reap' && reaped.latencySeconds, 1);
    const [parent] = scene.tracker.parents.all();
    assert.deepEqual([parent?.pid, parent?.born, parent?.exited, parent?.reaped], [10, 1, 1, 1]);
    assert.equal(scene.tracker.registry.get(20), undefined);
  });

  it('is told of one family only, also after a parent in it has exited', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(11, 1)], 10);
    scene.take(fork(20, 10), fork(21, 11), fork(30, 20), exit(20, 10), fork(40, 30));
    assert.deepEqual(scene.told, ['fork 20', 'fork 30', 'exit 20', 'fork 40']);
  });

  it('has another parent once its own has exited, by a look or by what its exit says', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(30, 20), rowOf(31, 20)]);
    scene.take(exit(20, 10));
    scene.rows = [rowOf(10, 1), rowOf(30, 1), rowOf(31, 20)];
    lookForParents(scene.tracker, scene.table, {at: 5, source: 'bpf'});
    assert.deepEqual(scene.told, ['exit 20', 'reparent 30']);
    scene.take(exit(31, 1));
    assert.deepEqual(scene.told.slice(2), ['reparent 31', 'exit 31']);
  });

  it('is not mixed up with that of an earlier process of the same pid', () => {
    const scene = new Scene([rowOf(10, 1)]).take(fork(20, 10), exit(20, 10));
    scene.take({...fork(20, 10, 3 * SECOND), process: processOf(20, 300)});
    assert.deepEqual(scene.told.slice(2), ['reap 20', 'fork 20']);
    // The tracepoint for the first one comes late.
    scene.take(reap(20));
    assert.equal(scene.told.length, 4);
    assert.equal(scene.tracker.registry.get(20)?.diedAt, undefined);
  });

  it('was told already where an event is older than the last look', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10)]);
    scene.intake.lookedAt = 5;
    scene.take(fork(20, 10, 3));
    assert.deepEqual(scene.told, []);
  });

  it('says who killed it', () => {
    const sender = {...processOf(7), comm: 'kill', command: 'kill\x0020\0', exiting: false};
    const signal = {type: 'signal', at: 3, process: processOf(20), signal: 9, result: 'delivered'} as const;
    const scene = new Scene([rowOf(10, 1)]).take(
      fork(20, 10),
      {...signal, fatal: true, sender},
      exit(20, 10, 9),
    );
    assert.deepEqual(scene.told, ['fork 20', 'signal 20', 'exit 20']);
    const exited = scene.events.at(-1);
    assert.equal(exited?.type === 'exit' && exited.killer?.sender?.comm, 'kill');
  });

  it('counts SIGCHLDs that were merged, and tells of no signal that a process sends itself', () => {
    const signal = {type: 'signal', at: 3, process: processOf(10), fatal: false} as const;
    const self = {...processOf(10), comm: 'p10', command: undefined, exiting: false};
    const scene = new Scene([rowOf(10, 1)]).take(
      {...signal, signal: 17, result: 'merged', sender: undefined},
      {...signal, signal: 10, result: 'delivered', sender: self},
      {...signal, signal: 14, result: 'delivered', sender: undefined},
    );
    assert.deepEqual(scene.told, []);
    assert.equal(scene.tracker.parents.all()[0]?.merged, 1);
  });
});

describe('a look at /proc', () => {
  it('finds what was born, executed, exited and was reaped since', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(21, 10, {forkedWithoutExec: true})]);
    scene.rows = [rowOf(10, 1), rowOf(21, 10, {isZombie: true, status: 9}), rowOf(30, 21)];
    scene.look(1);
    assert.deepEqual(scene.told, ['exit 20', 'reap 20', 'exec 21', 'exit 21', 'fork 30', 'exec 30']);
    assert.ok(scene.events.every(event => event.source === 'poll'));
    const [unknown] = scene.events;
    assert.equal(unknown?.type === 'exit' && unknown.status, undefined);
    scene.look(2);
    assert.equal(scene.told.length, 6);
  });

  it('leaves the exit to the pidfd that is about to tell the status', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10)]);
    scene.pidfds.add(20);
    scene.rows = [rowOf(10, 1)];
    scene.look(1);
    assert.deepEqual(scene.told, []);
    const exited = [{pid: 20, reaped: true, status: 0x300}];
    takeExited(scene.tracker, scene.table, exited, {at: SECOND, source: 'poll'});
    const [exit] = scene.events;
    assert.equal(exit?.type === 'exit' && exit.status, 0x300);
  });

  it('keeps to the family, and knows another process of the same pid', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(11, 1)], 10);
    scene.rows = [rowOf(10, 1), rowOf(20, 10, {startTicks: 99}), rowOf(21, 11)];
    scene.look(1);
    assert.deepEqual(scene.told, ['exit 20', 'reap 20', 'fork 20', 'exec 20']);
  });

  it('reports a zombie once, after a second', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10)]).take(exit(20, 10, 9));
    const zombiesAt = (seconds: number) =>
      lookForZombies(scene.tracker, scene.table, {at: seconds * SECOND, source: 'bpf'});
    scene.rows = [rowOf(10, 1), rowOf(20, 10, {isZombie: true})];
    zombiesAt(1.9);
    assert.deepEqual(scene.told, ['exit 20']);
    zombiesAt(2.1);
    zombiesAt(3);
    assert.deepEqual(scene.told, ['exit 20', 'zombie 20']);
  });

  it('finds the reaped where the source does not tell of them', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(21, 10)]).take(exit(20, 10), exit(21, 10));
    scene.rows = [rowOf(10, 1), rowOf(21, 10, {isZombie: true})];
    lookForReaped(scene.tracker, scene.table, {at: 1.5 * SECOND, source: 'connector'});
    assert.deepEqual(scene.told, ['exit 20', 'exit 21', 'reap 20']);
  });

  it('takes for gone what was missing twice without an event', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(21, 10)]);
    scene.rows = [rowOf(10, 1)];
    const lookAt = (seconds: number, before: ReturnType<typeof lookForMissing>) =>
      lookForMissing(scene.tracker, scene.table, before, {at: seconds * SECOND, source: 'connector'});
    const first = lookAt(1, new Set());
    assert.deepEqual(scene.told, []);
    scene.take(exit(20, 10, 0x300));
    lookAt(2, first);
    assert.deepEqual(scene.told, ['exit 20', 'exit 21', 'reap 21']);
    const [, unknown] = scene.events;
    assert.equal(unknown?.type === 'exit' && unknown.status, undefined);
  });

  it('takes from pidfds exits, and statuses that only the reaping shows', () => {
    const scene = new Scene([rowOf(10, 1), rowOf(20, 10), rowOf(21, 10)]);
    scene.rows = [rowOf(10, 1), rowOf(21, 10, {isZombie: true})];
    const exited = [
      {pid: 20, reaped: true, status: 0x100},
      {pid: 21, reaped: false, status: undefined},
    ];
    takeExited(scene.tracker, scene.table, exited, {at: SECOND, source: 'poll'});
    takeExited(scene.tracker, scene.table, exited, {at: SECOND, source: 'poll'});
    assert.deepEqual(scene.told, ['exit 20', 'reap 20', 'exit 21']);
    const [first] = scene.events;
    assert.equal(first?.type === 'exit' && first.status, 0x100);
  });
});
