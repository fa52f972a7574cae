import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, inCall, link, node, sleeping, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import {seenAt} from '../../snapshot/evidence.ts';
import type {Adoption} from '../../snapshot/families/adoption.ts';
import type {Process} from '../../snapshot/process.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {plainStyle} from '../style.ts';
import {whyText as whyTextIn} from './text.ts';

const page = {style: plainStyle, width: 200, screen: 200, isTerminal: false, evidence: true};
const boxes = branchSignsFor({LANG: 'C.UTF-8'});
const whyText = (of: WaitChain, on = page, signs = boxes) => whyTextIn(of, on, () => undefined, signs);

describe('why, for people', () => {
  it('is the answer in a sentence, and a tree of who waits for whom', () => {
    const reader = node(4700, 'cat', [wait(4700, [edge(4700, 4711)])]);
    assert.deepEqual(
      whyText(chain(reader, node(4711, 'sleep', [sleeping(4711)], 'probably-adopted')), page),
      [
        'cat (4700) sees EOF only when sleep (4711) exits or closes fd 1.',
        "sleep (4711) is an orphan (likely). If it's a leftover:",
        '$ kill -TERM 4711',
        '',
        'cat (4700): sleeping in read, fd 0 (pipe:[1])',
        '└─ writer sleep (4711) fd 1: sleeping in clock_nanosleep, waits for time; orphan (likely)',
        '      /proc/7/fd/1: seen',
      ],
    );
  });

  it('calls a process an orphan, likely one where that is not proven, and says nothing where it is unclear', () => {
    const lineOf = (adoption: Adoption) =>
      whyText(chain(node(4711, 'sleep', [sleeping(4711)], adoption)))[2]
        ?.split('; ')
        .slice(1);
    assert.deepEqual(lineOf('adopted'), ['orphan']);
    assert.deepEqual(lineOf('probably-adopted'), ['orphan (likely)']);
    assert.deepEqual(lineOf('unclear'), []);
  });

  it('shows a process once, and what else ends the wait', () => {
    const either = wait(1, [edge(1, 2), edge(1, 3)], {
      doing: inCall('poll'),
      fd: null,
      target: null,
      others: [{kind: 'time'}],
    });
    const lines = whyText(
      chain(node(1, 'a', [either]), node(2, 'b', [wait(2, [edge(2, 3)])]), node(3, 'c', [sleeping(3)])),
      page,
    );
    assert.deepEqual(
      lines.filter(line => !line.endsWith('seen')),
      [
        'a (1) continues on any of these: b (2), c (3) or time.',
        '',
        'a (1): sleeping in poll, until any of these acts',
        '├─ writer b (2) fd 1: sleeping in read, fd 0 (pipe:[1])',
        '│  └─ writer c (3) fd 1: sleeping in clock_nanosleep, waits for time',
        '├─ writer c (3) fd 1 … see above',
        '└─ or time',
      ],
    );
  });

  it('puts threads together that wait for the same thing', () => {
    const futex = (tid: number) =>
      wait(tid, [], {
        doing: inCall('futex'),
        fd: null,
        target: null,
        others: [{kind: 'own-thread'}],
        isInternal: true,
      });
    assert.deepEqual(whyText(chain(node(1, 'a', [sleeping(1), futex(2), futex(3)])), page), [
      'a (1) waits for time.',
      '',
      'a (1): 3 threads',
      '├─ thread 1: sleeping in clock_nanosleep, waits for time',
      '└─ 2 threads: sleeping in futex, waits for another thread of its own',
    ]);
  });

  it('puts the descriptors of one process together, and everything that isn’t a process', () => {
    const loop = wait(
      1,
      [edge(1, 2, {target: link('pipe:[1]')}), edge(1, 2, {target: link('pipe:[2]'), fds: [5]})],
      {
        doing: inCall('epoll_wait'),
        others: [{kind: 'signal'}, {kind: 'eventfd'}, {kind: 'self-pipe'}],
      },
    );
    const lines = whyText(chain(node(1, 'a', [loop]), node(2, 'b', [sleeping(2)])));
    assert.deepEqual(lines.slice(3), [
      '├─ writer b (2) fds 1, 5: sleeping in clock_nanosleep, waits for time',
      '│     /proc/7/fd/1: seen; 1 more object shared with 2',
      '├─ or a signal',
      '└─ or a write to an eventfd or a write to its own self-pipe',
    ]);
    assert.equal(
      lines[0],
      'a (1) continues on any of these: b (2), a signal or a wake-up from within (its own eventfd or self-pipe).',
    );
  });

  it('is wrapped to the page, and marks no more than it marks when it is not', () => {
    const style = {...plainStyle, strong: (text: string) => `<${text}>`};
    const reader = node(1, 'reader', [
      wait(1, [
        edge(1, 2, {
          evidence: [seenAt('/proc/2/fd/1', null, 'a long line of proof '.repeat(3).trim())],
        }),
      ]),
    ]);
    const of = chain(reader, node(2, 'writer', [sleeping(2)], 'probably-adopted'));
    assert.deepEqual(whyText(of, {style, width: 40, screen: 40, isTerminal: true, evidence: true}), [
      '<reader (1) sees EOF only when writer (2)>',
      '<exits or closes fd 1.>',
      'writer (2) is an orphan (likely). If',
      "it's a leftover:",
      '$ kill -TERM 2',
      '',
      '<reader (1)>: sleeping in read, fd 0',
      '│    (pipe:[1])',
      '└─ writer <writer (2)> fd 1: sleeping in',
      '        clock_nanosleep, waits for time;',
      '        orphan (likely)',
      '      /proc/2/fd/1: a long line of proof',
      '      a long line of proof a long line',
      '      of proof',
    ]);
  });

  it('is drawn in ASCII where the locale has no box characters', () => {
    const pair = [node(1, 'a', [wait(1, [edge(1, 2)])]), node(2, 'b', [wait(2, [edge(2, 1)])])];
    const lines = whyText(chain(...pair), page, branchSignsFor({LC_ALL: 'C'}));
    assert.ok(lines.includes('`- writer b (2) fd 1: sleeping in read, fd 0 (pipe:[1])'));
    assert.ok(lines.includes('   `- writer a (1) fd 1 ... see above'));
  });

  it('marks a process as likely the one that is waited for, where that is not proven', () => {
    const child = edge(1, 2, {kind: 'waits-for-child', fds: [], certainty: 'likely'});
    const lines = whyText(chain(node(1, 'a', [wait(1, [child])]), node(2, 'b', [sleeping(2)])));
    assert.equal(lines[0], 'a (1) continues only when its child b (2) exits (likely).');
    assert.equal(lines[3], '└─ child b (2) (likely): sleeping in clock_nanosleep, waits for time');
  });

  it('names the tracer of a process', () => {
    const line = whyText(
      chain({...node(1, 'a', [sleeping(1)]), tracer: {pid: 7, comm: 'strace'} as Process}),
    ).at(-1);
    assert.equal(line, 'a (1): sleeping in clock_nanosleep, waits for time; traced by strace (7)');
  });

  it('prints the name of a process safely', () => {
    const lines = whyText(chain(node(1, 'a\n\x1b[2J', [sleeping(1)])), page);
    assert.match(lines[0] ?? '', /^a\\n\\x1b\[2J \(1\) waits/);
    assert.match(lines[2] ?? '', /^a\\n\\x1b\[2J \(1\): sleeping/);
  });
});
