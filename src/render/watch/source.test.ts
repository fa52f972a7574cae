import assert from 'node:assert/strict';
import {it} from 'node:test';
import type {Session} from '../../lifecycle/watch/session.ts';
import type {OpenedSource} from '../../lifecycle/watch/source.ts';
import {gapsOf, watchStartText} from './source.ts';

const refused = [{source: 'bpf', errno: 'EPERM'}] as const;
const connector: OpenedSource = {name: 'connector', events: undefined, pidfds: undefined, refused};

it('the source is said with what would be better, what that takes, and what is missed', () => {
  const session = {source: connector, watch: {seeded: 2}} as unknown as Session;
  assert.equal(
    watchStartText(session),
    'watching 2 processes by the proc connector (no BPF tracepoints: EPERM, it takes root or CAP_BPF and CAP_PERFMON). Signals and their senders are not seen. A reap is seen up to 0.1 s late.',
  );
});

it('only tracepoints see everything', () => {
  const unreadable = [{what: 'tracepoints', errno: 'EPERM', pids: []}];
  assert.deepEqual(gapsOf(connector), {complete: false, unreadable});
  assert.deepEqual(gapsOf({...connector, name: 'bpf', refused: []}), {complete: true, unreadable: []});
});
