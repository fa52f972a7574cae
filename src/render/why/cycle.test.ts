import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  chain,
  connection,
  edge,
  flockLine,
  link,
  node,
  processOf,
  sleeping,
  wait,
} from '../../../test/support/recorded/wait-chain.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import type {EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import {summaryOf} from './summary.ts';

const SELF = 'a (1) waits for itself: it holds the lock on /a itself (fd 4)';

describe('the sentences on a cycle', () => {
  it('keep a copy of the awaited lock apart from another lock in its way', () => {
    const of = (mode: LockLine['mode'], acquirerPid: number) => {
      const lock = (pid: number) => ({...flockLine, mode, acquirerPid: pid});
      const own = edge(1, 1, {kind: 'waits-for-lock', target: link('/a'), fds: [4], lock: lock(2)});
      const edges = [own, edge(1, 2, {...own, to: 2, fds: [3], lock: lock(acquirerPid)})];
      return summaryOf(chain(node(1, 'a', [wait(1, edges)]), node(2, 'b', [sleeping(2)])));
    };
    assert.equal(
      of('write', 2),
      `Deadlock (likely): ${SELF}. To end the wait: \`kill -TERM 1\`. The deadlock may still end if b (2) unlocks /a (fd 3).`,
    );
    assert.equal(
      of('read', 2),
      `Deadlock (likely): ${SELF}. To end the wait: \`kill -TERM 1\`. The deadlock may still end if b (2) unlocks /a (fd 3, if that is the same open file description).`,
    );
    assert.equal(
      of('read', 3),
      `Deadlock (proven): ${SELF}, and b (2) has a lock on it, too. To end the wait: \`kill -TERM 1\`.`,
    );
  });

  it('name the outsider that has to release a lock as well before a member is free', () => {
    const pair = [
      [1, 2],
      [2, 1],
    ].map(([pid = 0, to = 0]) => {
      const lock = edge(pid, to, {
        kind: 'waits-for-lock',
        target: link(`/${pid}`),
        lock: {...flockLine, inode: pid},
      });
      return node(pid, 'a', [wait(pid, [lock, {...lock, to: 3}])]);
    });
    assert.equal(
      summaryOf(chain(...pair, node(3, 'c', [sleeping(3)]))),
      'Deadlock (likely): a (1) and a (2) wait for each other. To free a (1): `kill -TERM 2`. c (3) has to release /1, too. The deadlock may still end if c (3) unlocks /1 (fd 1) or c (3) unlocks /2 (fd 1).',
    );
  });

  it('send SIGKILL to a process that SIGTERM does not reach', () => {
    const of = (status: Partial<PidStatus>) =>
      summaryOf(
        chain({...node(1, 'a', [wait(1, [edge(1, 1)])]), process: processOf(1, 'a', status)}),
      ).replace(/.*(To end the wait: .*?\))\. .*|.*(To end the wait: .*)/, '$1$2');
    const TERM = 1n << 14n;
    assert.equal(of({ignored: TERM}), 'To end the wait: `kill -KILL 1` (it ignores SIGTERM).');
    assert.equal(of({blocked: TERM}), 'To end the wait: `kill -KILL 1` (it blocks SIGTERM).');
    assert.match(of({nspids: [9, 1]}), /`kill -KILL 1` \(it is PID 1 of its pid namespace/);
    assert.match(of({nspids: [9, 1], caught: TERM}), /`kill -TERM 1`/);
  });

  it('say what may end a deadlock on sockets or pipes unseen', () => {
    const pair = (kind: EdgeKind, caught: bigint) =>
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
      );
    const of = (certainty: string) =>
      `Deadlock (${certainty}): a (1) and a (2) wait for each other. To free a (1): \`kill -KILL 2\` (it ignores SIGTERM).`;
    const unless = (what: string) =>
      `${of('likely')} The deadlock may still end if ${what} ends a wait (not visible from here).`;
    assert.equal(pair('reads-pipe', 0n), of('proven'));
    assert.equal(pair('reads-pipe', 2n), unless('a signal handler'));
    assert.equal(pair('connects-to', 0n), unless('a timeout'));
    assert.equal(pair('connects-to', 2n), unless('a timeout or a signal handler'));
    assert.equal(pair('waits-for-lock', 2n), of('proven'));
  });

  it('say of another holder of the lock that it has a lock on the file, too', () => {
    const edges = [1, 2].map(to => edge(1, to, {kind: 'waits-for-lock', target: link('/a'), fds: [4]}));
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, edges)]), node(2, 'b', [sleeping(2)]))),
      `Deadlock (proven): ${SELF}, and b (2) has a lock on it, too. To end the wait: \`kill -TERM 1\`.`,
    );
  });

  it('name both ends of a socket whose peer is the waiter’s own', () => {
    const own = edge(1, 1, {kind: 'connects-to', target: connection('socket:[5]', 'socket:[6]'), fds: [4]});
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [own], {target: 'socket:[5]'})]))),
      /: a \(1\) waits for itself: socket:\[6\], the peer of socket:\[5\], is its own fd 4, and no other process has it\. /,
    );
  });

  it('name each member of a longer cycle, and those that also wait for themselves', () => {
    const nodes = [
      node(1, 'a', [wait(1, [edge(1, 2)])]),
      node(2, 'b', [wait(2, [edge(2, 3), edge(2, 2)])]),
      node(3, 'c', [wait(3, [edge(3, 1)])]),
    ];
    assert.equal(
      summaryOf(chain(...nodes)),
      'Deadlock (proven): a (1) waits for b (2), which waits for c (3), which waits for a (1). b (2) waits for itself, too. To free a (1) and c (3): `kill -TERM 2`.',
    );
  });

  it('call it no cycle where another thread is free', () => {
    const threads = [wait(1, [edge(1, 1)]), sleeping(2)];
    assert.match(
      summaryOf(chain(node(1, 'a', threads))),
      /^a \(1\) continues only when another thread of its own acts: no other process can write to .* \(proven\)\.$/,
    );
  });

  it('answer with the wait itself where a thread of the other process is free, as of a server that reads on', () => {
    const socket = {kind: 'connects-to', target: connection('socket:[5]', 'socket:[6]'), fds: [4]} as const;
    const server = [wait(2, [edge(2, 1, socket)]), sleeping(3)];
    const nodes = [node(1, 'a', [wait(1, [edge(1, 2, socket)])]), node(2, 'b', server)];
    assert.equal(
      summaryOf(chain(...nodes)),
      'a (1) continues only when b (2) writes to, or reads from, fd 4, or closes it. a (1) and b (2) wait for each other, but another thread of one of them is free to end that.',
    );
  });

  it('claim no more than was seen', () => {
    const self = chain(node(1, 'a', [wait(1, [edge(1, 1)])]));
    const said =
      'a (1) never sees EOF: it holds the only write end of pipe:[1] itself (fd 1), and forgot to close it';
    assert.equal(summaryOf(self), `Deadlock (proven): ${said}. To end the wait: \`kill -TERM 1\`.`);
    assert.equal(
      summaryOf({...self, isFullySeen: false}),
      `Deadlock (likely): ${said}. To end the wait: \`kill -TERM 1\`. Not every process's descriptors are visible from here.`,
    );
  });
});
