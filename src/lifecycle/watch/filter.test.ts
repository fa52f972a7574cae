import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type EventFilter, isShown} from './filter.ts';
import type {ProcessWatchEvent, WatchEvent} from './watch-event.ts';

const common = {timeMs: 0, pid: 1, startTicks: 1, ppid: 1, comm: 'sh', source: 'bpf'} as const;
const exitOf = (status: number | undefined): ProcessWatchEvent => ({
  ...common,
  type: 'exit',
  status,
  killer: undefined,
});
const fork: ProcessWatchEvent = {...common, type: 'fork'};
const oom: ProcessWatchEvent = {...common, type: 'oom'};
const lost: WatchEvent = {type: 'lost', timeMs: 0, count: 1, source: 'bpf'};

const shown = (only: EventFilter['only'], failedOnly: boolean, ...events: WatchEvent[]) =>
  events.map(event => isShown(event, {only, failedOnly}));

describe('the filter of events', () => {
  it('shows all, or what is asked for, and always what was lost', () => {
    assert.deepEqual(shown(undefined, false, fork, exitOf(0), lost), [true, true, true]);
    assert.deepEqual(shown(new Set(['exit']), false, fork, exitOf(0), lost), [false, true, true]);
  });

  it('of exits, shows those that failed, and those of which that is unknown', () => {
    const exits = [0, 0x100, 9, undefined].map(exitOf);
    assert.deepEqual(shown(undefined, true, ...exits, fork), [false, true, true, true, true]);
  });

  it('shows what has to do with killing', () => {
    const kill = new Set(['kill'] as const);
    assert.deepEqual(shown(kill, false, fork, exitOf(0x100), exitOf(9), oom), [false, false, true, true]);
  });
});
