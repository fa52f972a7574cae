import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  chain,
  connection,
  edge,
  flockLine,
  inCall,
  link,
  node,
  sleeping,
  wait,
} from '../../../test/support/recorded/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

describe('the summary', () => {
  it('reaches to the end of the chain', () => {
    assert.equal(
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [sleeping(3)]),
        ),
      ),
      'a (1) sees EOF only when b (2) exits or closes fd 1. At the end of the chain, c (3) waits for time.',
    );
  });

  it('begins with what others can bring about, and ends with what an event loop does to itself', () => {
    const others = [
      {kind: 'own-thread'},
      {kind: 'time'},
      {kind: 'self-pipe'},
      {kind: 'connection', at: '[::]:8080'},
    ] as const;
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [], {others})]))),
      'a (1) waits for a connection to [::]:8080, time or a wake-up from within (its own thread or self-pipe).',
    );
  });

  it('begins with whoever connects to a server, and has no remedy against a client or worker that is idle', () => {
    const others = [{kind: 'time'}, {kind: 'connection', at: '[::]:8080'}, {kind: 'eventfd'}] as const;
    const idle = node(2, 'b', [sleeping(2)], 'adopted');
    const server = (...waits: readonly Wait[]) => summaryOf(chain(node(1, 'a', waits), idle));
    const [client, worker] = [edge(1, 2, {kind: 'connects-to'}), edge(1, 2, {kind: 'reads-pipe'})];
    assert.equal(
      server(wait(1, [client], {others})),
      'a (1) waits for a connection to [::]:8080. b (2), time or a write to an eventfd can end the wait, too.',
    );
    assert.equal(
      server(wait(1, [worker, client], {others: others.slice(1, 2)})),
      'a (1) waits for a connection to [::]:8080. b (2) can end the wait, too.',
    );
    assert.equal(
      server(wait(3, [worker], {others: [{kind: 'eventfd'}]}), wait(1, [], {others})),
      'a (1) waits for a connection to [::]:8080, time or a write to an eventfd.',
    );
    const lock = edge(1, 2, {kind: 'waits-for-lock', fds: [3]});
    assert.equal(
      server(wait(1, [], {others}), wait(3, [lock])),
      "a (1) gets the lock only when b (2) exits, closes fd 3 or unlocks it. b (2) is an orphan. If it's a leftover: `kill -TERM 2`.",
    );
  });

  it('names a peer elsewhere as the end of the chain', () => {
    const ends = (rest: Partial<Edge>) =>
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [wait(3, [edge(3, null, rest)])]),
        ),
      ).replace(/.*(?=At the end)/, '');
    assert.equal(
      ends({kind: 'stopped-by'}),
      'At the end of the chain, c (3) is stopped until it gets SIGCONT: `kill -CONT 3`.',
    );
    assert.equal(
      ends({kind: 'connects-to', target: connection('10.0.0.1:4000', '10.0.0.2:80')}),
      'At the end of the chain, c (3) waits for the peer at 10.0.0.2:80.',
    );
  });

  it('names a deadlock first, and for a process behind it as well', () => {
    const pair = [node(2, 'b', [wait(2, [edge(2, 3)])]), node(3, 'c', [wait(3, [edge(3, 2)])])];
    assert.equal(
      summaryOf(chain(...pair)),
      'Deadlock (proven): b (2) and c (3) wait for each other. To free b (2): `kill -TERM 3`.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), ...pair)),
      /^a \(1\) is stuck behind a deadlock \(proven\): b \(2\) and c \(3\) wait for each other\./,
    );
  });

  it('says so if killing others leaves the process waiting for itself', () => {
    const nodes = [node(1, 'a', [wait(1, [edge(1, 1), edge(1, 2)])]), node(2, 'b', [wait(2, [edge(2, 2)])])];
    assert.match(
      summaryOf(chain(...nodes)),
      /^a \(1\) is stuck behind a deadlock \(proven\): b \(2\) .* `kill -TERM 2`\. Even then, a \(1\) stays blocked\.$/,
    );
  });

  it('proves no deadlock where a process outside can unlock what the cycle waits for', () => {
    const own = edge(2, 2, {kind: 'waits-for-lock', target: link('/a'), lock: flockLine});
    const stuck = node(2, 'b', [wait(2, [own, {...own, to: 3}])]);
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), stuck, node(3, 'c', [sleeping(3)]))),
      /^a \(1\) is stuck behind a deadlock \(likely\): b \(2\) .* may still end if c \(3\) unlocks \/a \(fd 1\)\.$/,
    );
  });

  it('concludes nothing from one branch of a wait that another can end', () => {
    const stuck = node(2, 'b', [wait(2, [edge(2, 2)])]);
    const either = wait(
      1,
      [2, 3].map(to => edge(1, to, {kind: 'waits-for-child', fds: []})),
    );
    const twoChildren = chain(node(1, 'a', [either]), stuck, node(3, 'c', [sleeping(3)]));
    assert.match(
      summaryOf(twoChildren),
      /^a \(1\) continues only when one of its children b \(2\) or c \(3\) exits\. One of these is in a deadlock \(proven\): b \(2\) never sees EOF/,
    );
    const timed = wait(1, [edge(1, 2)], {doing: inCall('pselect6'), others: [{kind: 'time'}]});
    const sentence = summaryOf(chain(node(1, 'a', [timed]), stuck));
    assert.match(
      sentence,
      /^a \(1\) sees EOF when b \(2\) .*\. Time can end the wait, too\. On the way there is a deadlock \(proven\): b \(2\) never/,
    );
    assert.doesNotMatch(sentence, /stuck behind/);
  });

  it('says that the process is stuck where all branches are', () => {
    const stuck = (pid: number) => node(pid, 'b', [wait(pid, [edge(pid, pid)])]);
    const either = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.match(
      summaryOf(chain(node(1, 'a', [either]), stuck(2), stuck(3))),
      /^a \(1\) is stuck behind a deadlock/,
    );
  });

  it('says that the child it waits for is stopped', () => {
    const parent = node(1, 'a', [wait(1, [edge(1, 2, {kind: 'waits-for-child', fds: []})])]);
    const stopped = wait(2, [edge(2, null, {kind: 'stopped-by', fds: []})], {state: 'T', doing: null});
    assert.equal(
      summaryOf(chain(parent, node(2, 'b', [stopped]))),
      'a (1) continues only when its child b (2) exits. b (2) is stopped until it gets SIGCONT: `kill -CONT 2`.',
    );
  });

  it('says of a process that runs, or has exited, that it isn’t blocked', () => {
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [], {doing: {kind: 'running'}})]))),
      "a (1) isn't blocked: it is running.",
    );
    assert.match(summaryOf(chain(node(1, 'a', []))), /^a \(1\) has exited and isn't blocked/);
    assert.equal(
      summaryOf(chain({...node(1, 'a', []), isZombie: false})),
      "What a (1) does isn't known: its threads can't be read.",
    );
  });
});
