import assert from 'node:assert/strict';
import {it} from 'node:test';
import type {Session} from '../../lifecycle/watch/session.ts';
import type {OpenedSource} from '../../lifecycle/watch/source.ts';
import {gapsOf, watchStartText} from './source.ts';

const refused = [{source: 'bpf', errno: 'EPERM'}] as const;
const connector: OpenedSource = {name: 'connector', events: undefined, pidfds: undefined, refused};

function sessionOf(seeded: number, asked: readonly {pid: number; comm: string | undefined}[]): Session {
  return {source: connector, watch: {seeded}, asked: () => asked} as unknown as Session;
}

it('the processes that were asked for are named, and their descendants counted', () => {
  const [python, unknown] = [
    {pid: 812, comm: 'py\x1bthon'},
    {pid: 813, comm: undefined},
  ];
  const begins = (session: Session) => watchStartText(session).split(' by ')[0];
  assert.equal(begins(sessionOf(1, [python])), 'watching py\\x1bthon (812)');
  assert.equal(begins(sessionOf(5, [python, unknown])), 'watching py\\x1bthon (812), 813 and 3 descendants');
  assert.equal(begins(sessionOf(0, [])), 'watching no process yet');
  assert.equal(begins(sessionOf(9, Array(6).fill(python))), 'watching 9 processes');
});

it('the source is said with what would be better, what that takes, and what is missed', () => {
  const session = sessionOf(2, []);
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
