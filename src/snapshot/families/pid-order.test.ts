import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import {precedenceOf} from './pid-order.ts';

const HOLDER = 1000;

interface Told {
  readonly last: number;
  readonly forks?: number;
  readonly more?: readonly ImaginedProcess[];
  readonly holder?: Partial<ImaginedProcess>;
  /** When the last pid was read, in seconds. */
  readonly uptime?: number;
}

/** The holder started at tick 500; of 32,768 pids the machine has given out the last one that is told. */
function orderOf(gone: number, {last, forks, more = [], holder, uptime = 100}: Told) {
  const processes = [
    {pid: 1, ppid: 0},
    {pid: HOLDER, ppid: 1, startTicks: 500, ...holder},
    ...more.map(one => ({startTicks: 600, ...one})),
  ];
  const machine = imaginedMachine(processes, undefined, {
    loadavg: {text: `0.00 0.00 0.00 1/90 ${last}\n`},
    'sys/kernel/pid_max': {text: '32768\n'},
    uptime: {text: `${uptime} 1\n`},
    ...(forks === undefined ? {} : {stat: {text: `btime 1\nprocesses ${forks}\n`}}),
  });
  const snapshot = new Snapshot(machine);
  return precedenceOf(snapshot, gone, snapshot.find(HOLDER) ?? assert.fail());
}

describe('a process that has exited was there before another', () => {
  it('by the smaller pid, and after it by the greater', () => {
    assert.equal(orderOf(900, {last: 2000}), 'probably-before');
    assert.equal(orderOf(1100, {last: 2000}), 'probably-after');
  });

  it('in the turn in which the kernel gives out pids, which begins anew after the last', () => {
    assert.equal(orderOf(32_000, {last: 2000}), 'probably-before', 'given out before the turn began');
    assert.equal(orderOf(400, {last: 500}), 'probably-after', 'begun anew since');
    assert.equal(orderOf(600, {last: 500}), 'probably-before');
  });

  it('unless a process that started later shows that the pids came round since', () => {
    assert.equal(orderOf(900, {last: 2000, more: [{pid: 31_000, ppid: 1}]}), 'unknown');
    assert.equal(
      orderOf(900, {last: 2000, more: [{pid: 990, ppid: 1}]}),
      'probably-before',
      'both were in the making',
    );
    assert.equal(
      orderOf(1100, {
        last: 2000,
        more: [
          {pid: 2100, ppid: 1},
          {pid: 2200, ppid: 1},
          {pid: 9000, ppid: 1},
        ],
      }),
      'unknown',
    );
    assert.equal(orderOf(900, {last: 2000, more: [{pid: 1500, ppid: 1}]}), 'probably-before');
    assert.equal(orderOf(900, {last: 2000, more: [{pid: 800, ppid: 1, startTicks: 400}]}), 'probably-before');
  });

  it('in a recording, in which processes start after the last pid was read', () => {
    const more = [{pid: 2010, ppid: 1}];
    assert.equal(orderOf(900, {last: 2000, more}), 'unknown');
    assert.equal(orderOf(900, {last: 2000, more, uptime: 5.5}), 'probably-before');
    assert.equal(
      orderOf(900, {last: 2000, more, uptime: 6.02}),
      'probably-before',
      'starts are rounded down',
    );
  });

  it('for certain, where fewer tasks were made than there are pids', () => {
    assert.equal(orderOf(900, {last: 2000, forks: 2005}), 'before');
    assert.equal(orderOf(900, {last: 2000, forks: 40_000}), 'probably-before');
    assert.equal(
      orderOf(900, {last: 9000, forks: 2005}),
      'probably-before',
      'many attempts took a pid in vain',
    );
    const earlier = {pid: 3500, ppid: 1, startTicks: 400};
    assert.equal(
      orderOf(900, {last: 4000, forks: 4005, more: [earlier]}),
      'probably-before',
      'some pids are set',
    );
  });

  it('for certain, where it leads the session of the other, or is a zombie that started before', () => {
    assert.equal(orderOf(1100, {last: 2000, holder: {sid: 1100}}), 'before');
    const zombie = {pid: 1100, ppid: 1, state: 'Z'};
    assert.equal(orderOf(1100, {last: 2000, more: [{...zombie, startTicks: 400}]}), 'before');
    assert.equal(orderOf(1100, {last: 2000, more: [zombie]}), 'probably-after');
    const inOneTick = {...zombie, pid: 32_700, startTicks: 500};
    assert.equal(orderOf(32_700, {last: 2000, more: [inOneTick]}), 'before');
  });
});

it('where the kernel can’t be asked for its turn, the smaller pid probably came first', () => {
  const snapshot = new Snapshot(
    imaginedMachine([
      {pid: 1, ppid: 0},
      {pid: HOLDER, ppid: 1},
    ]),
  );
  const holder = snapshot.find(HOLDER) ?? assert.fail();
  assert.deepEqual(
    [900, 1100].map(gone => precedenceOf(snapshot, gone, holder)),
    ['probably-before', 'probably-after'],
  );
});
