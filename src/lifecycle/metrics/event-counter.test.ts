import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {EventSource, ProcessEvent} from '../../kernel/events/process-event.ts';
import {EventCounter} from './event-counter.ts';

/** A counter of these events, each list taken by one call of `drain`, with what it told. */
function counting(...batches: Array<{events: readonly ProcessEvent[]; lost?: number}>) {
  const told: unknown[] = [];
  let times = 0;
  const events: EventSource = {
    drain(take) {
      const {events: some = [], lost = 0} = batches.shift() ?? {};
      times += lost;
      for (const event of some) take(event);
    },
    lost: () => ({times, events: undefined}),
    reaps: 'exact',
    ooms: true,
    onEvent: () => ({close() {}}),
    close() {},
  };
  const counter = new EventCounter({opened: {name: 'bpf', events}, refused: []});
  counter.start({
    fork: () => told.push('fork'),
    exit: status => told.push(['exit', status]),
    oomKill: () => told.push('oom'),
    reap: seconds => told.push(['reap', seconds]),
  });
  return {counter, told};
}

const process = (pid: number, startTicks = 1) => ({pid, startTicks, comm: undefined});
const exit = (at: number, pid: number, startTicks?: number): ProcessEvent => ({
  type: 'exit',
  at,
  process: process(pid, startTicks),
  ppid: 1,
  status: 9,
});
const reap = (at: number, pid: number, startTicks?: number): ProcessEvent => ({
  type: 'reap',
  at,
  process: process(pid, startTicks),
});

describe('the counter of events', () => {
  it('tells of forks, exits with their status, the choices of the OOM killer, and reaps with their latency', () => {
    const {counter, told} = counting({
      events: [
        {type: 'fork', at: 0, process: process(7), ppid: 1},
        {type: 'oom', at: 1, process: process(7)},
        exit(1e9, 7),
        reap(3.5e9, 7),
      ],
    });
    counter.drain();
    assert.deepEqual(told, ['fork', 'oom', ['exit', 9], ['reap', 2.5]]);
  });

  it('has no latency for a process whose exit it has not seen, or whose pid another one had before', () => {
    const {counter, told} = counting({events: [reap(1, 5), exit(2, 6, 10), reap(3, 6, 11)]});
    counter.drain();
    assert.deepEqual(told, [['exit', 9]]);
  });

  it('forgets the exits before a loss, since one that is missing would be taken for another', () => {
    const {counter, told} = counting({events: [exit(1, 5)]}, {events: [], lost: 1}, {events: [reap(2, 5)]});
    for (let at = 0; at < 3; at++) counter.drain();
    assert.deepEqual(told, [['exit', 9]]);
    assert.deepEqual(counter.lost, {times: 1, events: undefined});
  });

  it('without a source counts nothing, and has nothing to say of losses', () => {
    const counter = new EventCounter({opened: undefined, refused: [{source: 'bpf', errno: 'EPERM'}]});
    counter.start({fork() {}, exit() {}, oomKill() {}, reap() {}});
    counter.drain();
    assert.equal(counter.countable, undefined);
    counter.close();
  });
});
