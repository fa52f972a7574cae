import assert from 'node:assert/strict';
import {it} from 'node:test';
import type {EventKind} from '../../lifecycle/watch/filter.ts';
import type {Session} from '../../lifecycle/watch/session.ts';
import {Totals} from '../../lifecycle/watch/totals.ts';
import {plainStyle} from '../style.ts';
import {watchSummaryText} from './summary.ts';

const page = {style: plainStyle, isTerminal: false, evidence: false, width: 200, screen: 200};

/** The last lines of a watch that saw four forks, and two exits of which one was by a signal. */
function linesOf(only: readonly EventKind[] | undefined, failedOnly = false, source = 'bpf'): string[] {
  const totals = new Totals();
  totals.events.fork = 4;
  totals.events.exit = 2;
  totals.events.signal = 3;
  totals.killed = 1;
  const parent = {pid: 7, startTicks: 1, comm: 'sh', born: 4, exited: 2, reaped: 2, merged: 0};
  const session = {
    totals,
    source: {name: source, refused: []},
    beganAt: Date.now() - 1000,
    watch: {lost: 0},
    filter: {only: only && new Set(only), failedOnly},
    parents: () => [{...parent, latencies: {median: undefined, worst: undefined}}],
    zombies: () => new Map(),
  };
  return watchSummaryText(session as unknown as Session, page).map(line => line.replace(/^In [^:]+: /, ''));
}

it('a watch ends with what happened, and the parents', () => {
  const [blank, headline, columns] = linesOf(undefined);
  assert.deepEqual(
    [blank, headline],
    ['', '4 forks, 2 exits (1 killed), 0 reaped, 0 zombies; no events lost'],
  );
  assert.match(columns ?? '', /^ *PID +PARENT/i);
});

it('a watch for some events ends with how many of these there were, and without the parents', () => {
  for (const [only, headline] of [
    [['kill'], '3 signals, 1 killed; no events lost'],
    [['fork', 'exit'], '4 forks, 2 exits (1 killed); no events lost'],
    [['oom'], '0 OOM kills; no events lost'],
  ] as const)
    assert.deepEqual(linesOf(only), [headline]);
  assert.deepEqual(linesOf(['exit'], true), ['1 exit (1 killed); no events lost']);
});

it('what a source does not see is not counted', () => {
  assert.deepEqual(linesOf(['signal', 'oom'], false, 'poll'), [
    'signals not seen, OOM kills not seen; no events lost',
  ]);
});
