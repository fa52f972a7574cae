import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, processOf, sleeping, wait} from '../../../test/wait-chain.ts';
import type {LockLine} from '../../parse/lock-line.ts';
import type {PidStatus} from '../../parse/pid-status.ts';
import type {Edge} from '../../snapshot/wait-chain/graph.ts';
import {summaryOf} from './summary.ts';

const flockLine: LockLine = {
  class: 'flock',
  mode: 'write',
  granted: true,
  acquirerPid: 2,
  device: '8:1',
  inode: 7,
  start: 0,
  end: null,
};

describe('the closing sentence', () => {
  const waitsFor = (to: number | null, rest: Partial<Edge>) =>
    summaryOf(
      chain(
        node(1, 'a', [wait(1, [edge(1, to, rest)])]),
        ...(to === null ? [] : [node(to, 'b', [sleeping(to)])]),
      ),
    );

  it('says what has to happen, by what is waited for', () => {
    assert.equal(
      waitsFor(2, {kind: 'writes-pipe'}),
      'a (1) goes on only when b (2) reads from its fd 1, or closes it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-lock', fds: [3]}),
      'a (1) gets the lock only when b (2) exits or closes fd 3, or unlocks it.',
    );
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: []}),
      'a (1) goes on only when its child b (2) ends.',
    );
    assert.equal(
      waitsFor(null, {
        kind: 'connects-to',
        target: '10.0.0.1:4000 to 10.0.0.2:80',
        fds: [],
        acts: ['writes'],
      }),
      'a (1) goes on only when the peer at 10.0.0.2:80 writes to the connection, or closes it.',
    );
    assert.equal(
      waitsFor(null, {kind: 'stopped-by', fds: []}),
      'a (1) goes on only when it gets SIGCONT (kill -CONT 1); the kernel does not tell who stopped it.',
    );
  });

  it('tells who is to read from a socket, to write to it or to accept it', () => {
    const peer = (acts: Edge['acts'] = []) => waitsFor(2, {kind: 'connects-to', fds: [4], acts});
    assert.equal(peer(['reads']), 'a (1) goes on only when b (2) reads from its fd 4, or closes it.');
    assert.equal(peer(['writes']), 'a (1) goes on only when b (2) writes to its fd 4, or closes it.');
    assert.equal(
      peer(['reads', 'writes']),
      'a (1) goes on only when b (2) writes to, or reads from, its fd 4, or closes it.',
    );
    assert.equal(
      peer(['accepts', 'writes']),
      'a (1) goes on only when b (2) accepts the connection on its fd 4 and writes to it, or closes it.',
    );
    const connecting = wait(1, [edge(1, 2, {kind: 'connects-to', acts: ['accepts', 'reads']})], {
      syscall: 'connect',
    });
    assert.equal(
      summaryOf(chain(node(1, 'a', [connecting]), node(2, 'b', [sleeping(2)]))),
      'a (1) goes on only when b (2) accepts the connection on its fd 1, or closes it.',
    );
  });

  it('asks all who have the other end to close it, but only one of them to act', () => {
    const both = wait(
      1,
      [2, 3].map(to => edge(1, to, {kind: 'connects-to', acts: ['reads']})),
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) goes on only when b (2) reads from its fd 1 or c (3) reads from its fd 1, or all of them close it.',
    );
  });

  it('lets a parent in vfork go on by execve, too', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-child', fds: [], acts: ['execs']}),
      'a (1) goes on only when its child b (2) ends or calls execve(2).',
    );
  });

  it('asks one of those who write to several pipes, and names it alone if there is no other', () => {
    const of = (...pids: number[]) => {
      const watched = pids.map((to, at) => edge(1, to, {target: `pipe:[${at}]`}));
      const others = [2, 3].filter(pid => pids.includes(pid)).map(pid => node(pid, 'b', [sleeping(pid)]));
      return summaryOf(chain(node(1, 'a', [wait(1, watched, {syscall: 'poll'})]), ...others));
    };
    assert.equal(of(2, 3), 'a (1) goes on when any of these acts: b (2) or b (3).');
    assert.equal(of(2, 2), 'a (1) goes on only when b (2) acts.');
  });

  it('accuses nobody of having forgotten a descriptor that reads and writes, or that another thread writes to', () => {
    const fifo = edge(1, 1, {target: '/ff', fds: [3], bothWays: [3]});
    const opener = {others: ['a writer that opens it']};
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo], opener)]))),
      'a (1) goes on when a writer that opens it writes to /ff; it gets no EOF as long as it has the pipe open for both reading and writing itself, as fd 3.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [{...fifo, bothWays: []}], opener)]))),
      /; it gets no EOF: it keeps the pipe open itself, as fd 3, which it forgot to close\.$/,
    );
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [fifo])]))),
      'a (1) waits for itself: nobody else can write to /ff, which it has open for both reading and writing itself, as fd 3; only ending it helps (kill -TERM 1).',
    );
    const threads = [wait(1, [edge(1, 1)], {others: ['another thread of its own']}), sleeping(2)];
    assert.equal(
      summaryOf(chain(node(1, 'a', threads))),
      'a (1) goes on when another thread of its own writes to pipe:[1]; it gets no EOF as long as it has the pipe open for writing itself, as fd 1.',
    );
  });

  it('asks all writers to close a pipe, or one of them for data', () => {
    const both = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.equal(
      summaryOf(chain(node(1, 'a', [both]), node(2, 'b', [sleeping(2)]), node(3, 'c', [sleeping(3)]))),
      'a (1) gets EOF only when b (2) (fd 1) and c (3) (fd 1) all exit or close it; data from any of them lets it go on, too.',
    );
  });

  it('goes on to the end of the chain', () => {
    assert.equal(
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [sleeping(3)]),
        ),
      ),
      'a (1) gets EOF only when b (2) exits or closes fd 1; at the end of the chain, c (3) waits for time.',
    );
  });

  it('names someone elsewhere as the end of the chain', () => {
    const ends = (rest: Partial<Edge>) =>
      summaryOf(
        chain(
          node(1, 'a', [wait(1, [edge(1, 2)])]),
          node(2, 'b', [wait(2, [edge(2, 3)])]),
          node(3, 'c', [wait(3, [edge(3, null, rest)])]),
        ),
      ).replace(/.*; /, '');
    assert.equal(
      ends({kind: 'stopped-by'}),
      'at the end of the chain, c (3) is stopped, until it gets SIGCONT (kill -CONT 3).',
    );
    assert.equal(
      ends({kind: 'connects-to', target: '10.0.0.1:4000 to 10.0.0.2:80'}),
      'at the end of the chain, c (3) waits for the peer at 10.0.0.2:80.',
    );
  });

  it('names a deadlock first, from afar too', () => {
    const pair = [node(2, 'b', [wait(2, [edge(2, 3)])]), node(3, 'c', [wait(3, [edge(3, 2)])])];
    assert.equal(
      summaryOf(chain(...pair)),
      'deadlock: b (2) waits for c (3), which waits for b (2); none of them goes on before one of them is ended: kill -TERM 3 frees the other.',
    );
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), ...pair)),
      /^a \(1\) waits for what cannot happen: deadlock: b \(2\)/,
    );
  });

  it('says it if ending others leaves the process waiting for itself', () => {
    const nodes = [node(1, 'a', [wait(1, [edge(1, 1), edge(1, 2)])]), node(2, 'b', [wait(2, [edge(2, 2)])])];
    assert.match(
      summaryOf(chain(...nodes)),
      /^a \(1\) waits for what cannot happen: b \(2\) .*; only ending it helps \(kill -TERM 2\), but a \(1\) does not go on then either\.$/,
    );
  });

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
      `${self}; only ending it helps (kill -TERM 1), unless b (2) unlocks /a (fd 3).`,
    );
    assert.equal(
      of('read', 2),
      `${self}; only ending it helps (kill -TERM 1), unless b (2) unlocks /a (fd 3, if that is the same open file description).`,
    );
    assert.equal(
      of('read', 3),
      `${self}, and b (2) has one on it, too; only ending it helps (kill -TERM 1).`,
    );
  });

  it('does not say that nothing can happen where someone can unlock what a circle waits for', () => {
    const own = edge(2, 2, {kind: 'waits-for-lock', target: '/a', lock: flockLine});
    const stuck = node(2, 'b', [wait(2, [own, {...own, to: 3}])]);
    assert.match(
      summaryOf(chain(node(1, 'a', [wait(1, [edge(1, 2)])]), stuck, node(3, 'c', [sleeping(3)]))),
      /^a \(1\) waits for one that is stuck: b \(2\) .*, unless c \(3\) unlocks \/a \(fd 1\)\.$/,
    );
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
    assert.equal(of({ignored: TERM}), 'only ending it helps (kill -KILL 1: it ignores SIGTERM).');
    assert.equal(of({blocked: TERM}), 'only ending it helps (kill -KILL 1: it blocks SIGTERM).');
    assert.match(of({nspids: [9, 1]}), /kill -KILL 1: it is PID 1 of its pid namespace, and has no handler/);
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
      'a (1) waits for itself: it has the lock on /a itself, as fd 4, and b (2) has one on it, too; only ending it helps (kill -TERM 1).',
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
      /^a \(1\) goes on only when one of its children b \(2\) or c \(3\) ends\. Of these, b \(2\) waits for an end of file that cannot come/,
    );
    const timed = wait(1, [edge(1, 2)], {syscall: 'pselect6', others: ['time']});
    const sentence = summaryOf(chain(node(1, 'a', [timed]), stuck));
    assert.match(
      sentence,
      /^a \(1\) gets EOF when b \(2\) .*; the wait may also be ended by time\. But b \(2\) waits/,
    );
    assert.doesNotMatch(sentence, /waits for what cannot happen/);
  });

  it('still says that nothing can happen where all branches are stuck', () => {
    const stuck = (pid: number) => node(pid, 'b', [wait(pid, [edge(pid, pid)])]);
    const either = wait(1, [edge(1, 2), edge(1, 3)]);
    assert.match(
      summaryOf(chain(node(1, 'a', [either]), stuck(2), stuck(3))),
      /^a \(1\) waits for what cannot happen/,
    );
  });

  it('says that the child it waits for is stopped', () => {
    const parent = node(1, 'a', [wait(1, [edge(1, 2, {kind: 'waits-for-child', fds: []})])]);
    const stopped = wait(2, [edge(2, null, {kind: 'stopped-by', fds: []})], {state: 'T', syscall: null});
    assert.equal(
      summaryOf(chain(parent, node(2, 'b', [stopped]))),
      'a (1) goes on only when its child b (2) ends; b (2) is stopped, until it gets SIGCONT (kill -CONT 2).',
    );
  });

  it('has its own words for a tracer, and for a kernel thread', () => {
    assert.equal(
      waitsFor(2, {kind: 'waits-for-tracee', fds: []}),
      'a (1) goes on only when its tracee b (2) ends, or next stops for it.',
    );
    const asleep = wait(2, [], {syscall: null, others: ['a wake-up inside the kernel, in kthreadd']});
    const thread = node(2, 'kthreadd', [asleep]);
    assert.equal(
      summaryOf(chain({...thread, isKernelThread: true})),
      'kthreadd (2) is a kernel thread, which makes no system calls: it waits for a wake-up inside the kernel, in kthreadd.',
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
    assert.match(summaryOf(self), /which it forgot to close; only ending it helps \(kill -TERM 1\)\.$/);
    assert.match(
      summaryOf({...self, isFullySeen: false}),
      /helps \(kill -TERM 1\), as far as could be seen\.$/,
    );
  });

  it('says of a process that runs, or has ended, that it is not stuck', () => {
    assert.equal(
      summaryOf(chain(node(1, 'a', [wait(1, [], {syscall: 'running'})]))),
      'a (1) is not blocked: it runs.',
    );
    assert.match(summaryOf(chain(node(1, 'a', []))), /^a \(1\) has ended/);
  });
});
