import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {signalsAdded, statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {SIGCHLD, SIGINT, SIGKILL, SIGTERM} from '../../parse/signals/numbers.ts';
import {readSignalReport, type SignalReport, type SignalRow} from './signal-report.ts';

async function reportOf(recorded: Scene, pid: number, asked?: number): Promise<SignalReport> {
  const snapshot = recorded.snapshot();
  const process = snapshot.find(pid);
  assert.ok(process);
  return readSignalReport(snapshot, process, asked);
}

async function rowOf(recorded: Scene, pid: number, signal: number): Promise<SignalRow> {
  const {rows} = await reportOf(recorded, pid, signal);
  const [row, ...more] = rows;
  assert.ok(row?.signal === signal && more.length === 0);
  return row;
}

describe('what becomes of a signal', () => {
  const job = scene('script-job');
  const cat = job.number('cat');

  it('is nothing where the process ignores it', async () => {
    const {outcome, disposition, origin} = await rowOf(job, cat, SIGINT);
    assert.deepEqual([outcome.kind, disposition, origin?.how], ['ignored', 'ignored', 'own']);
  });

  it('is the default action where nothing was set', async () => {
    assert.deepEqual((await rowOf(job, cat, SIGTERM)).outcome, {kind: 'act', action: 'terminate'});
    assert.deepEqual((await rowOf(job, cat, SIGKILL)).outcome, {kind: 'act', action: 'terminate'});
    assert.deepEqual((await rowOf(job, cat, SIGCHLD)).outcome, {kind: 'by-default'});
  });

  it('is a line of ancestors where they ignore it, too', async () => {
    const shell = job.number('leader');
    const twin = job.with(`${shell}/status`, signalsAdded('SigIgn', 'SIGINT'));
    const {origin} = await rowOf(twin, cat, SIGINT);
    assert.deepEqual([origin?.how, origin?.process.pid], ['inherited', shell]);
  });

  it('is to stay pending where every thread blocks it, and nothing takes it', async () => {
    const blocked = scene('term-blocked');
    const [heir = 0] = blocked.numbers('heirs');
    assert.deepEqual((await rowOf(blocked, heir, SIGTERM)).outcome, {kind: 'kept', isKnown: true});
    const unseen = blocked.withErrno(`${heir}/fd`, 'EACCES');
    assert.deepEqual((await rowOf(unseen, heir, SIGTERM)).outcome, {kind: 'kept', isKnown: false});
  });

  it('is a signalfd where that takes what is blocked', async () => {
    const taken = scene('sigchld-signalfd');
    const {outcome} = await rowOf(taken, taken.number('parent'), SIGCHLD);
    assert.deepEqual(outcome, {kind: 'signalfd', fd: taken.number('signalfd')});
  });

  it('is nothing for a PID 1 without a handler, but from outside it can be killed', async () => {
    const contained = scene('init-without-handler');
    const init = contained.number('adopter');
    assert.equal((await rowOf(contained, init, SIGTERM)).outcome.kind, 'init');
    assert.equal((await rowOf(contained, init, SIGKILL)).outcome.kind, 'act');
  });

  it('is not asked of a zombie', async () => {
    const dead = scene('sigchld-signalfd');
    const [zombie = 0] = dead.numbers('zombies');
    assert.deepEqual((await reportOf(dead, zombie, SIGKILL)).rows, []);
  });
});

describe('the signals of a process', () => {
  const job = scene('script-job');
  const cat = job.number('cat');

  it('are those that it ignores, catches or blocks, and those that are pending', async () => {
    const names = async (recorded: Scene) => (await reportOf(recorded, cat)).rows.map(({signal}) => signal);
    const before = await names(job);
    assert.ok(before.includes(SIGINT) && !before.includes(SIGTERM));
    for (const set of ['SigCgt', 'ShdPnd', 'SigIgn'] as const)
      assert.ok(
        (await names(job.with(`${cat}/status`, signalsAdded(set, 'SIGTERM')))).includes(SIGTERM),
        set,
      );
  });

  it('come from its terminal only where it is in the foreground', async () => {
    const {terminal} = await reportOf(job, cat);
    assert.equal(terminal?.isForeground, true);
    const behind = await reportOf(job.with(`${cat}/stat`, statField(8, 4711)), cat);
    assert.deepEqual([behind.terminal?.isForeground, behind.terminal?.foreground], [false, undefined]);
    const daemon = await reportOf(job.with(`${cat}/stat`, statField(7, 0)), cat);
    assert.equal(daemon.terminal, undefined);
  });
});
