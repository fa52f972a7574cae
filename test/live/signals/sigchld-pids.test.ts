import assert from 'node:assert/strict';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {askSigchldOfAll} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {descendantsOf} from '../../support/proc-witness.ts';

/** PID_MAX_LIMIT: no pid reaches it. */
const NO_PROCESS = 4_194_304;

test('without pids, processes that ignore SIGCHLD are listed, and processes with the default are not', () =>
  stands('auto-reap.c', ['ignored'], ignoring =>
    stands('never-waits.c', ['1'], async harmless => {
      const {processes} = await askSigchldOfAll();
      const pids = processes.map(({pid}) => pid);
      // The child was forked with it ignored.
      for (const pid of [ignoring.pid, ...descendantsOf(ignoring.pid)]) assert.ok(pids.includes(pid));
      assert.ok(!pids.includes(harmless.pid));
      assert.deepEqual(
        pids,
        [...pids].sort((a, b) => a - b),
      );
      const {stdout, status} = await askProcdoc('sigchld');
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^auto-reap \\(${ignoring.pid}\\) ignores SIGCHLD: `, 'm'));
      const [sentence] = stdout.replaceAll(/(?<=.)\n(?=.)/g, ' ').split('\n');
      assert.match(sentence ?? '', / ignore SIGCHLD\b.*\.$/);
    }),
  ));

test('a forked child ignores SIGCHLD by inheritance from its parent', () =>
  stands('auto-reap.c', ['ignored'], async subject => {
    const child = subject.number('liveChild');
    const [answer] = (await askSigchldOfAll(child)).processes;
    assert.deepEqual([answer?.originKind, answer?.origin?.pid], ['inherited', subject.pid]);
  }));

test('several pids are answered in the order in which they were asked, whether it matters or not', () =>
  stands('auto-reap.c', ['ignored'], ignoring =>
    stands('never-waits.c', ['1'], async harmless => {
      const asked = [ignoring.pid, harmless.pid, subjectChild(ignoring)];
      for (const pids of [asked, [...asked].reverse()]) {
        const {processes} = await askSigchldOfAll(...pids);
        assert.deepEqual(
          processes.map(({pid}) => pid),
          pids,
        );
        const {stdout} = await askProcdoc('sigchld', ...pids.map(String));
        const headings = stdout.match(/^\S+ \((\d+)\) (?:ignores|leaves) SIGCHLD\b/gm) ?? [];
        assert.deepEqual(
          headings.map(line => Number(/\((\d+)\)/.exec(line)?.[1])),
          pids,
        );
      }
    }),
  ));

function subjectChild(subject: {number(fact: string): number}): number {
  return subject.number('liveChild');
}

test('the pid of no process is status 3, also next to the pid of one', async () => {
  for (const pids of [[NO_PROCESS], [process.pid, NO_PROCESS]]) {
    for (const more of [[], ['--json']]) {
      const {status, stdout, stderr} = await askProcdoc('sigchld', ...pids.map(String), ...more);
      assert.equal(status, 3);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`^procdoc sigchld: no such process: ${NO_PROCESS}`));
    }
  }
});

test('a table has a line for each process, with the columns that are asked for', () =>
  stands('auto-reap.c', ['ignored'], async ({pid}) => {
    const table = await askProcdoc(
      'sigchld',
      `${pid}`,
      '-o',
      'pid,sigchld,blocked,pending,autoreap,origin,rules',
    );
    assert.deepEqual(
      table.stdout
        .trimEnd()
        .split('\n')
        .map(line => line.trim().split(/ +/)),
      [
        ['PID', 'SIGCHLD', 'BLOCKED', 'PENDING', 'AUTOREAP', 'ORIGIN', 'RULES'],
        [`${pid}`, 'ignored', 'no', 'no', 'yes', `${pid}`, 'sigchld/ignored'],
      ],
    );
  }));

test('prose fits 80 columns', () =>
  stands('auto-reap.c', ['ignored'], async ({pid}) => {
    const {stdout} = await askProcdoc('sigchld', `${pid}`);
    const isCommand = (line: string) => line.includes('/auto-reap ignored · ');
    const lines = stdout.split('\n');
    const prose = lines.filter(line => !isCommand(line));
    assert.equal(lines.length - prose.length, 1, stdout);
    assert.ok(prose.length > 10);
    assert.deepEqual(
      prose.filter(line => line.length > 80),
      [],
    );
  }));
