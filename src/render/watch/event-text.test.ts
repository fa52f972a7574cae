import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Killer} from '../../lifecycle/killers/killer.ts';
import type {ProcessWatchEvent, WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import {plainStyle} from '../style.ts';
import {clockText, latencyText, watchEventText} from './event-text.ts';

const timeMs = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
const common = {timeMs, pid: 42, startTicks: 1, ppid: 7, comm: 'sleep', source: 'bpf'} as const;
const sender = {pid: 9, startTicks: 1, comm: 'kill', command: ['kill', '-9', '42']};
const killer: Killer = {kind: 'other', sender, after: undefined, certainty: 'proven', evidence: []};

/** What a line says behind time and type. */
function said(event: WatchEvent): string {
  return watchEventText(event, plainStyle).slice('03:04:05.006  reparent  '.length);
}

const exitBy = (more: Partial<Killer>): ProcessWatchEvent => ({
  ...common,
  type: 'exit',
  status: 9,
  killer: {...killer, ...more},
});

describe('the line of an event', () => {
  it('begins with the time of day, and what happened', () => {
    const line = watchEventText({...common, type: 'fork'}, plainStyle);
    assert.equal(line, '03:04:05.006  fork      sleep (42)  child of 7');
    assert.equal(clockText(timeMs), '03:04:05.006');
  });

  it('says of a killed process who sent the signal, with the command and how sure that is', () => {
    const killed = 'sleep (42)  killed by SIGKILL (signal 9), sent by';
    assert.equal(said(exitBy({})), `${killed} kill (9): kill -9 42`);
    assert.equal(said(exitBy({certainty: 'likely'})), `${killed} kill (9): kill -9 42 (likely)`);
    const own = {kind: 'itself', sender: {...sender, pid: 42}} as const;
    assert.equal(said(exitBy(own)), `${killed} itself`);
    assert.equal(
      said(exitBy({...own, after: sender})),
      `${killed} itself after one from kill (9): kill -9 42`,
    );
    const none = {sender: undefined};
    assert.equal(said(exitBy({...none, kind: 'oom-killer'})), `${killed} the OOM killer`);
    assert.equal(said(exitBy({...none, kind: 'kernel'})), `${killed} the kernel`);
  });

  it('makes no status up, and shows names of other processes safely', () => {
    const exit = {...common, type: 'exit', status: undefined, killer: undefined} as const;
    assert.equal(said(exit), 'sleep (42)  exited, status unknown');
    assert.equal(said({...exit, comm: 'a\x1b[2J', status: 0}), 'a\\x1b[2J (42)  exited with status 0');
    assert.equal(said({...exit, comm: undefined, status: 0}), '? (42)  exited with status 0');
  });

  it('says how late a process was reaped', () => {
    const reap = {...common, type: 'reap', status: 0} as const;
    assert.equal(said({...reap, latencySeconds: 0.0123}), 'sleep (42)  12 ms after its exit');
    assert.equal(said({...reap, latencySeconds: undefined}), 'sleep (42)  how late is not known');
    assert.deepEqual([0.0001, 0.5, 75].map(latencyText), ['0.1 ms', '500 ms', '1 min 15 s']);
  });

  it('says how many events were lost, if that is known', () => {
    const lost = {type: 'lost', timeMs, source: 'bpf'} as const;
    assert.match(said({...lost, count: 1234}), /^1,234 events lost/);
    assert.match(said({...lost, count: undefined}), /^events lost/);
  });
});
