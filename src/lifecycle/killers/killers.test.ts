import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {RunningProcess} from '../../kernel/events/process-event.ts';
import type {SignalEvent} from './killer.ts';
import {Killers} from './killers.ts';

const WATCHED_SINCE = 1000;
const [KILL, TERM] = [9, 15];
const old = {pid: 42, startTicks: 500};
const young = {pid: 43, startTicks: 1500};

function by(pid: number, exiting = false): RunningProcess {
  return {pid, startTicks: 10, comm: `p${pid}`, command: `p${pid}\0-x\0`, exiting};
}

function sent(
  {pid, startTicks}: typeof old,
  signal: number,
  sender: RunningProcess | undefined,
  more: Partial<SignalEvent> = {},
): SignalEvent {
  const process = {pid, startTicks, comm: 'victim'};
  return {type: 'signal', at: 1, process, signal, result: 'delivered', fatal: false, sender, ...more};
}

/** Who killed a process, and how sure that is, after these signals. */
function killerAfter(process: typeof old, signal: number, ...events: Parameters<Killers['note']>[0][]) {
  const killers = new Killers(WATCHED_SINCE);
  for (const event of events) killers.note(event);
  const killer = killers.killerOf(process, signal);
  return killer && [killer.kind, killer.sender?.pid, killer.certainty];
}

describe('the killer of a process', () => {
  it('is who sent the signal that the kernel took for its end, whatever else was sent', () => {
    const fatal = sent(old, KILL, by(7), {fatal: true});
    assert.deepEqual(killerAfter(old, KILL, fatal), ['other', 7, 'proven']);
    const others = [sent(old, KILL, by(6)), fatal, sent(old, KILL, by(8))];
    assert.deepEqual(killerAfter(old, KILL, ...others), ['other', 7, 'proven']);
  });

  it('is the only sender of the signal, if all signals of the process were seen', () => {
    assert.deepEqual(killerAfter(young, TERM, sent(young, TERM, by(7))), ['other', 7, 'proven']);
    assert.deepEqual(killerAfter(old, TERM, sent(old, TERM, by(7))), ['other', 7, 'likely']);
  });

  it('is likely the last of several senders, whatever the kernel shows of an exiting process', () => {
    const late = [sent(old, TERM, by(7)), sent(old, TERM, by(8), {fatal: true})];
    assert.deepEqual(killerAfter(old, TERM, ...late), ['other', 8, 'likely']);
    const events = [sent(young, TERM, by(7)), sent(young, TERM, by(8))];
    assert.deepEqual(killerAfter(young, TERM, ...events), ['other', 8, 'likely']);
  });

  it('is not known by another signal, another process of the pid, or a signal that was merged', () => {
    assert.equal(killerAfter(young, KILL, sent(young, TERM, by(7))), undefined);
    assert.equal(killerAfter({...young, startTicks: 1600}, TERM, sent(young, TERM, by(7))), undefined);
    assert.equal(killerAfter(young, TERM, sent(young, TERM, by(7), {result: 'merged'})), undefined);
  });

  it('is not proven once signals were lost', () => {
    const killers = new Killers(WATCHED_SINCE);
    killers.note(sent(young, TERM, by(7)));
    killers.missedSome(2000);
    assert.equal(killers.killerOf(young, TERM)?.certainty, 'likely');
  });

  it('is forgotten with the process', () => {
    const killers = new Killers(WATCHED_SINCE);
    killers.note(sent(young, TERM, by(7)));
    killers.forget(young.pid);
    assert.equal(killers.killerOf(young, TERM), undefined);
  });

  it('is kept of the last twenty thousand processes, and not proven of those whose signals may have been dropped', () => {
    const killers = new Killers(WATCHED_SINCE);
    const started = (at: number) => ({pid: 100 + at, startTicks: 2000 + at});
    for (let at = 0; at <= 20_000; at++) killers.note(sent(started(at), TERM, by(7)));
    assert.equal(killers.killerOf(started(0), TERM), undefined);
    assert.equal(killers.killerOf(started(1), TERM)?.certainty, 'proven');
    killers.note(sent(young, TERM, by(7)));
    assert.equal(killers.killerOf(young, TERM)?.certainty, 'likely');
  });

  it('can be itself, its exiting parent, the OOM killer, or the kernel for another reason', () => {
    const fatal = {fatal: true};
    assert.deepEqual(killerAfter(old, TERM, sent(old, TERM, by(42), fatal)), ['itself', 42, 'proven']);
    assert.deepEqual(killerAfter(old, TERM, sent(old, TERM, by(7, true), fatal)), [
      'parent-exit',
      7,
      'proven',
    ]);
    const byKernel = sent(old, KILL, undefined, fatal);
    assert.deepEqual(killerAfter(old, KILL, byKernel), ['kernel', undefined, 'proven']);
    const oom = {type: 'oom', at: 2, process: {...old, comm: 'victim'}} as const;
    assert.deepEqual(killerAfter(old, KILL, byKernel, oom), ['oom-killer', undefined, 'proven']);
    // A process can be faster than the OOM killer that has chosen its victim.
    assert.deepEqual(killerAfter(old, KILL, sent(old, KILL, by(7), fatal), oom), ['other', 7, 'proven']);
  });

  it('is itself, after another process, where it raises the signal again that it caught', () => {
    const killers = new Killers(WATCHED_SINCE);
    killers.note(sent(young, TERM, by(7)));
    killers.note(sent(young, TERM, by(43), {fatal: true}));
    const killer = killers.killerOf(young, TERM);
    assert.deepEqual([killer?.kind, killer?.after?.pid, killer?.certainty], ['itself', 7, 'proven']);
  });

  it('has its arguments, and its name where it has odd bytes', () => {
    const killers = new Killers(WATCHED_SINCE);
    killers.note(sent(young, TERM, {...by(7), comm: 'x\xff', command: 'kill\0-9\x0043\0'}));
    const killer = killers.killerOf(young, TERM);
    assert.deepEqual(killer?.sender?.command, ['kill', '-9', '43']);
    assert.equal(killer?.sender?.comm, 'x\udcff');
  });
});
