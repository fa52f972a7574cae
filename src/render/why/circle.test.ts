import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  chain,
  edge,
  flockLine,
  node,
  processOf,
  sleeping,
  wait,
} from '../../../test/support/recorded/wait-chain.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

describe('the sentence on a circle', () => {
  it('tells a copy of the lock that a process waits for itself from another lock in its way', () => {
    const of = (mode: LockLine['mode'], acquirerPid: number) => {
      const lock = (pid: number) => ({...flockLine, mode, acquirerPid: pid});
      const own = edge(1, 1, {kind: 'waits-for-lock', target: '/a', fds: [4], lock: lock(2)});
      const edges = [own, edge(1, 2, {...own, to: 2, fds: [3], lock: lock(acquirerPid)})];
      return summaryOf(chain(node(1, 'a', [wait(1, edges)]), node(2, 'b', [sleeping(2)])));
    };
    const self = 'a (1) waits for itself: it has the lock on /a itself, as fd 4';
    assert.equal(
      of('write', 2),
      `${self}; only ending it helps: kill -TERM 1, unless b (2) unlocks /a (fd 3).`,
    );
    assert.equal(
      of('read', 2),
      `${self}; only ending it helps: kill -TERM 1, unless b (2) unlocks /a (fd 3, if that is the same open file description).`,
    );
    assert.equal(of('read', 3), `${self}, and b (2) has one on it, too; only ending it helps: kill -TERM 1.`);
  });

  it('frees nobody by the end of a member whose lock someone outside has, too', () => {
    const pair = [
      [1, 2],
      [2, 1],
    ].map(([pid = 0, to = 0]) => {
      const lock = edge(pid, to, {
        kind: 'waits-for-lock',
        target: `/${pid}`,
        lock: {...flockLine, inode: pid},
      });
      return node(pid, 'a', [wait(pid, [lock, {...lock, to: 3}])]);
    });
    assert.match(
      summaryOf(chain(...pair, node(3, 'c', [sleeping(3)]))),
      /: kill -TERM 2 frees the other, once c \(3\) lets go of \/1, too, unless c \(3\) unlocks \/1 \(fd 1\) or c \(3\) unlocks \/2 \(fd 1\)\.$/,
    );
  });

  it('ends by SIGKILL who does not listen to SIGTERM', () => {
    const of = (status: Partial<PidStatus>) =>
      summaryOf(
        chain({...node(1, 'a', [wait(1, [edge(1, 1)])]), process: processOf(1, 'a', status)}),
      ).replace(/.*; /, '');
    const TERM = 1n << 14n;
    assert.equal(of({ignored: TERM}), 'only ending it helps: kill -KILL 1 (it ignores SIGTERM).');
    assert.equal(of({blocked: TERM}), 'only ending it helps: kill -KILL 1 (it blocks SIGTERM).');
    assert.match(of({nspids: [9, 1]}), /kill -KILL 1 \(it is PID 1 of its pid namespace, and has no handler/);
    assert.match(of({nspids: [9, 1], caught: TERM}), /kill -TERM 1/);
  });

  it('says of a deadlock on sockets or pipes what may end it unseen', () => {
    const pair = (kind: Edge['kind'], caught: bigint) =>
      summaryOf(
        chain(
          ...[
            [1, 2],
            [2, 1],
          ].map(([pid = 0, to = 0]) => ({
            ...node(pid, 'a', [wait(pid, [edge(pid, to, {kind})])]),
            process: processOf(pid, 'a', {caught, ignored: 1n << 14n}),
          })),
        ),
      ).replace(/.*ended: /, '');
    const ends = 'kill -KILL 2 (it ignores SIGTERM) frees the other';
    assert.equal(pair('reads-pipe', 0n), `${ends}.`);
    assert.equal(
      pair('reads-pipe', 2n),
      `${ends}, unless a signal handler ends a wait, which is not visible.`,
    );
    assert.equal(pair('connects-to', 0n), `${ends}, unless a timeout ends a wait, which is not visible.`);
    assert.equal(
      pair('connects-to', 2n),
      `${ends}, unless a timeout or a signal handler ends a wait, which is not visible.`,
    );
    assert.equal(pair('waits-for-lock', 2n), `${ends}.`);
  });

  it('says of who else has a lock only that it has one, too', () => {
    const edges = [1, 2].map(to => edge(1, to, {kind: 'waits-for-lock', target: '/a', fds: [4]}));
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, edges)]), node(2, 'b', [sleeping(2)]))),
      'a (1) waits for itself: it has the lock on /a itself, as fd 4, and b (2) has one on it, too; only ending it helps: kill -TERM 1.',
    );
  });

  it('names both ends of a socket of which it has the peer itself', () => {
    const own = edge(1, 1, {kind: 'connects-to', target: 'socket:[5] to socket:[6]', fds: [4]});
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [own], {target: 'socket:[5]'})]))),
      /^a \(1\) waits for itself: nobody else has socket:\[6\], the peer of socket:\[5\], which is its own fd 4; only/,
    );
  });

  it('claims no more than was seen', () => {
    const self = chain(node(1, 'a', [wait(1, [edge(1, 1)])]));
    assert.match(summaryOf(self), /which it forgot to close; only ending it helps: kill -TERM 1\.$/);
    assert.match(summaryOf({...self, isFullySeen: false}), /helps: kill -TERM 1, as far as could be seen\.$/);
  });
});
