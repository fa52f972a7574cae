import assert from 'node:assert/strict';
import path from 'node:path';
import {test} from 'node:test';
import {held, type WhyAnswer} from '../../support/live/why-answer.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {type Subject, withSubject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

const WHY = `'${process.execPath}' '${path.join(PROJECT_ROOT, 'bin/run.js')}' why --caller --json`;

/** Runs an agent whose second command asks why the first still runs. */
function asAgent(
  mode: 'finished' | 'running',
  first: string,
  second: string,
  use: (subject: Subject, caller: NonNullable<WhyAnswer['caller']>) => void,
): Promise<void> {
  return withSubject('agent.py', [mode, first, second], async subject => {
    const {caller} = held(JSON.parse(subject.text('said')));
    assert.ok(caller);
    assert.equal(caller.reader?.pid, subject.number('reader'));
    use(subject, caller);
  });
}

test('a process that a finished command left behind holds the output, by which descriptors, and what would have kept it free', async () => {
  await asAgent('finished', 'sleep 1000 & echo $!', WHY, (subject, caller) => {
    assert.equal(subject.number('status'), 1);
    assert.equal(caller.state, 'held');
    const [holder, ...more] = caller.holders;
    assert.deepEqual(more, []);
    assert.equal(holder?.pid, subject.number('pid'));
    assert.equal(holder.leftOver, true);
    assert.deepEqual(holder.fds, [1, 2]);
    assert.equal(holder.command, 'sleep 1000');
    assert.equal(holder.reader?.pid, subject.number('reader'));
    assert.equal(holder.startedBy, null);
    assert.ok(
      holder.facts.some(
        ({field, value}) => field === 'session (6)' && value === `${subject.number('command')}`,
      ),
    );
    assert.ok(Math.abs(Date.parse(holder.startedAt ?? '') - Date.now()) < 600_000);
    assert.match(holder.remedy ?? '', /`sleep 1000 >log 2>&1`/);
  });
});

test('a daemon that left the session of its command holds the output', async () => {
  await asAgent('finished', 'setsid sleep 1001 & echo $!', WHY, (subject, caller) => {
    assert.deepEqual(
      caller.holders.map(({pid, leftOver, certainty}) => ({pid, leftOver, certainty})),
      [{pid: subject.number('pid'), leftOver: true, certainty: 'likely'}],
    );
    assert.equal(caller.state, 'held');
  });
});

test('a command at work is still running, and is not left behind', async () => {
  await asAgent(
    'running',
    'echo $$; exec sleep 1002',
    `${WHY} | cat; exit \${PIPESTATUS[0]}`,
    (subject, caller) => {
      assert.equal(subject.number('status'), 4);
      assert.equal(caller.state, 'running');
      assert.deepEqual(
        caller.holders.map(({pid, leftOver, startedBy}) => ({pid, leftOver, startedBy: startedBy?.pid})),
        [{pid: subject.number('command'), leftOver: false, startedBy: subject.number('reader')}],
      );
    },
  );
});

test('procdoc, its callers and the rest of their pipeline hold nothing', async () => {
  const elsewhere = 'sleep 1003 >/dev/null 2>&1 & echo $!';
  await asAgent(
    'finished',
    elsewhere,
    `(${WHY}) | tee /dev/null | cat; exit \${PIPESTATUS[0]}`,
    (subject, caller) => {
      assert.deepEqual(caller.holders, []);
      assert.ok(caller.state === 'free' || caller.state === 'unknown', caller.state);
      assert.equal(subject.number('status'), caller.state === 'free' ? 0 : 3);
    },
  );
});

test('what was left behind in the process group of a pipeline is no part of it', async () => {
  const elsewhere = 'sleep 1003 >/dev/null 2>&1 & echo $!';
  const leave = '(sleep 1006 2>/dev/null & echo $! >"$file")';
  await asAgent(
    'finished',
    elsewhere,
    `file=$(mktemp); { ${leave}; ${WHY}; kill "$(cat "$file")"; } | cat; rm "$file"`,
    (_, caller) => {
      assert.deepEqual(
        caller.holders.map(({command, fds, leftOver}) => ({command, fds, leftOver})),
        [{command: 'sleep 1006', fds: [1], leftOver: true}],
      );
      assert.equal(caller.state, 'held');
    },
  );
});

test('a command that the caller keeps in the background is at work', async () => {
  const elsewhere = 'sleep 1004 >/dev/null 2>&1 & echo $!';
  await asAgent(
    'finished',
    elsewhere,
    `sleep 1005 & ${WHY}; status=$?; kill $!; exit $status`,
    (subject, caller) => {
      assert.deepEqual(
        caller.holders.map(({command, leftOver}) => ({command, leftOver})),
        [{command: 'sleep 1005', leftOver: false}],
      );
      assert.equal(subject.number('status'), 4);
    },
  );
});

test('--caller takes the place of PID', async () => {
  const both = await runProcdoc('why', '--caller', '1');
  assert.equal(both.status, 2);
  assert.match(both.stderr, /PID and --caller exclude each other/);
  const neither = await runProcdoc('why');
  assert.equal(neither.status, 2);
  assert.match(neither.stderr, /PID is missing/);
});
