import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chain, edge, node, sleeping, wait} from '../../../test/support/recorded/wait-chain.ts';
import type {Adoption} from '../../snapshot/families/adoption.ts';
import type {Process} from '../../snapshot/process.ts';
import type {WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {branchSignsFor} from '../branch-signs.ts';
import {plainStyle} from '../style.ts';
import {whyText as whyTextIn} from './text.ts';

const page = {style: plainStyle, width: 200, isTerminal: false};
const boxes = branchSignsFor({LANG: 'C.UTF-8'});
const whyText = (of: WaitChain, on = page, signs = boxes) => whyTextIn(of, on, signs);

describe('why, for people', () => {
  it('is a tree of who waits for whom, and a sentence', () => {
    const reader = node(4700, 'cat', [wait(4700, [edge(4700, 4711)])]);
    assert.deepEqual(
      whyText(chain(reader, node(4711, 'sleep', [sleeping(4711)], 'probably-adopted')), page),
      [
        'cat (4700): sleeping in read, fd 0 (pipe:[1])',
        '└─ writer sleep (4711), fd 1: sleeping in clock_nanosleep, waits for time; its parent is gone, most likely',
        '      seen',
        '',
        'cat (4700) gets EOF only when sleep (4711) exits or closes fd 1; its parent is gone, most likely.',
      ],
    );
  });

  it('doubts that a parent is gone only where that is not proven, and says nothing where it is unclear', () => {
    const lineOf = (adoption: Adoption) =>
      whyText(chain(node(4711, 'sleep', [sleeping(4711)], adoption)))[0]
        ?.split('; ')
        .slice(1);
    assert.deepEqual(lineOf('adopted'), ['its parent is gone']);
    assert.deepEqual(lineOf('probably-adopted'), ['its parent is gone, most likely']);
    assert.deepEqual(lineOf('unclear'), []);
  });

  it('shows a process once, and says what ends the wait beside the processes', () => {
    const either = wait(1, [edge(1, 2), edge(1, 3)], {
      syscall: 'poll',
      fd: null,
      target: null,
      others: ['time'],
    });
    const lines = whyText(
      chain(node(1, 'a', [either]), node(2, 'b', [wait(2, [edge(2, 3)])]), node(3, 'c', [sleeping(3)])),
      page,
    );
    assert.deepEqual(
      lines.filter(line => !line.endsWith('seen')),
      [
        'a (1): sleeping in poll, until any of these acts',
        '├─ writer b (2), fd 1: sleeping in read, fd 0 (pipe:[1])',
        '│  └─ writer c (3), fd 1: sleeping in clock_nanosleep, waits for time',
        '├─ writer c (3), fd 1 … see above',
        '└─ or time',
        '',
        'a (1) goes on when any of these acts: b (2), c (3) or time.',
      ],
    );
  });

  it('takes threads that wait for the same together', () => {
    const futex = (tid: number) =>
      wait(tid, [], {
        syscall: 'futex',
        fd: null,
        target: null,
        others: ['another thread of its own'],
        within: true,
      });
    assert.deepEqual(whyText(chain(node(1, 'a', [sleeping(1), futex(2), futex(3)])), page), [
      'a (1): 3 threads',
      '├─ thread 1: sleeping in clock_nanosleep, waits for time',
      '└─ 2 threads: sleeping in futex, waits for another thread of its own',
      '',
      'a (1) waits for time.',
    ]);
  });

  it('takes the descriptors of one process together, and all that is no process', () => {
    const loop = wait(1, [edge(1, 2, {target: 'pipe:[1]'}), edge(1, 2, {target: 'pipe:[2]', fds: [5]})], {
      syscall: 'epoll_wait',
      others: ['a signal', 'an eventfd that someone adds to', 'a write to its own self-pipe'],
    });
    const lines = whyText(chain(node(1, 'a', [loop]), node(2, 'b', [sleeping(2)])));
    assert.deepEqual(lines.slice(1, 5), [
      '├─ writer b (2), fds 1, 5: sleeping in clock_nanosleep, waits for time',
      '│     seen; 1 more object to 2 likewise',
      '├─ or a signal',
      '└─ or an eventfd that someone adds to or a write to its own self-pipe',
    ]);
    assert.equal(
      lines.at(-1),
      'a (1) goes on when any of these acts: b (2), a signal or a wake-up from within (its own eventfd or self-pipe).',
    );
  });

  it('is wrapped to the page, and marks no more than it marks when it is not', () => {
    const style = {...plainStyle, strong: (text: string) => `<${text}>`};
    const reader = node(1, 'reader', [
      wait(1, [edge(1, 2, {evidence: ['a long line of proof '.repeat(4).trim()]})]),
    ]);
    const of = chain(reader, node(2, 'writer', [sleeping(2)], 'probably-adopted'));
    assert.deepEqual(whyText(of, {style, width: 40, isTerminal: true}).slice(0, 7), [
      '<reader (1)>: sleeping in read, fd 0',
      '│    (pipe:[1])',
      '└─ writer <writer (2)>, fd 1: sleeping in',
      '        clock_nanosleep, waits for time;',
      '        its parent is gone, most likely',
      '      a long line of proof a long line',
      '      of proof a long line of proof a',
    ]);
  });

  it('is drawn in ASCII where the locale has no box characters', () => {
    const pair = [node(1, 'a', [wait(1, [edge(1, 2)])]), node(2, 'b', [wait(2, [edge(2, 1)])])];
    const lines = whyText(chain(...pair), page, branchSignsFor({LC_ALL: 'C'}));
    assert.equal(lines[1], '`- writer b (2), fd 1: sleeping in read, fd 0 (pipe:[1])');
    assert.equal(lines[3], '   `- writer a (1), fd 1 ... see above');
  });

  it('doubts the edge, and not what the process at its end does', () => {
    const child = edge(1, 2, {kind: 'waits-for-child', fds: [], certainty: 'likely'});
    const lines = whyText(chain(node(1, 'a', [wait(1, [child])]), node(2, 'b', [sleeping(2)])));
    assert.equal(lines[1], '└─ likely child b (2): sleeping in clock_nanosleep, waits for time');
    assert.equal(lines.at(-1), 'a (1) goes on, most likely, only when its child b (2) ends.');
  });

  it('says who traces a process', () => {
    const [line = ''] = whyText(
      chain({...node(1, 'a', [sleeping(1)]), tracer: {pid: 7, comm: 'strace'} as Process}),
    );
    assert.equal(line, 'a (1): sleeping in clock_nanosleep, waits for time; traced by strace (7)');
  });

  it('cannot be spoilt by the name of a process', () => {
    const [line = ''] = whyText(chain(node(1, 'a\n\x1b[2J', [sleeping(1)])), page);
    assert.match(line, /^a\\n\\x1b\[2J \(1\): sleeping/);
  });
});
