import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {descriptorInspection} from '../../../src/rules/inspections/descriptors.ts';
import {askDescriptor, type DescriptorAnswer, rulesOf} from '../../support/live/descriptor-answers.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withLeftBehind, withRunning} from '../../support/live/running.ts';
import {nodeOf, whyOf} from '../../support/live/why-answer.ts';
import {descriptorTarget, isGone, parentOf, statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const detached = true;

/** The descriptors of the pipe that a verdict has evidence of: "/proc/4711/fd/1". */
function endsIn({facts}: DescriptorAnswer['verdicts'][number]): string[] {
  return facts.map(({file}) => file).filter(file => /\/fd\/\d+$/.test(file));
}

describe('the write end of a pipe, held by', () => {
  it('a command that a script left running: the reader waits for it, and the remedy names it', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; bash -c 'cat <&5 & echo $$ $!' | { read pids; echo $pids $BASHPID; read x; }`,
      ],
      {detached},
      async ({numbers: [script = 0, writer = 0, reader = 0]}) => {
        await until('the script has left', () => isGone(script));
        const held = await askDescriptor(writer, 1);
        assert.deepEqual([held.kind, held.accessMode], ['pipe', 'w']);
        const [verdict, ...others] = held.verdicts;
        assert.ok(verdict);
        assert.deepEqual([verdict.rule, others], ['fds/pipe-held-open', []]);
        assert.deepEqual(endsIn(verdict), [`/proc/${writer}/fd/1`, `/proc/${reader}/fd/0`]);
        assert.equal(verdict.facts[0]?.value, held.target);
        assert.match(verdict.remedy ?? '', new RegExp(`\`kill -TERM ${writer}\``));
      },
    ));

  it('a daemon that leads a session under init: the reader waits for it, whoever asks', () =>
    withRunning(
      ['bash', '-c', `exec 5<&0; (setsid cat <&5 & echo $!) | { read pid; echo $pid $BASHPID; read x; }`],
      {detached},
      async ({numbers: [daemon = 0, reader = 0]}) => {
        await until(
          'it leads a session, and its parent has left',
          () => [statField(daemon, 6), statField(daemon, 4)].join() === `${daemon},1`,
        );
        const found = await inspected(descriptorInspection, [daemon]);
        const held = found.filter(({rule}) => rule === 'fds/pipe-held-open');
        assert.deepEqual(held.map(inShort), [`fds/pipe-held-open of ${daemon}, likely`]);
        const files = held.flatMap(({evidence}) => evidence.map(({file}) => file));
        for (const end of [`/proc/${daemon}/fd/1`, `/proc/${reader}/fd/0`])
          assert.ok(files.includes(end), end);
      },
    ));

  it('two commands that a script left running: the reader waits for both, and to stop one is not enough', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; bash -c 'cat <&5 & one=$!; cat <&5 & echo $$ $one $!' | { read pids; echo $pids $BASHPID; read x; }`,
      ],
      {detached},
      async ({numbers: [script = 0, one = 0, other = 0, reader = 0]}) => {
        await until('the script has left', () => isGone(script));
        const held = await askDescriptor(one, 1);
        const [verdict] = held.verdicts;
        assert.deepEqual([verdict?.rule, verdict?.certainty], ['fds/pipe-held-open', 'likely']);
        const [own, read, ...others] = verdict ? endsIn(verdict) : [];
        assert.deepEqual([own, read], [`/proc/${one}/fd/1`, `/proc/${reader}/fd/0`]);
        assert.ok(others.includes(`/proc/${other}/fd/1`));
        for (const said of [verdict?.why, verdict?.remedy])
          for (const pid of [one, other]) assert.match(said ?? '', new RegExp(`\\b${pid}\\b`));
        assert.doesNotMatch(verdict?.remedy ?? '', /kill/);
        process.kill(one);
        await until('one has left', () => isGone(one));
        assert.ok(!isGone(reader), 'the reader waits on');
        const [left] = (await askDescriptor(other, 1)).verdicts;
        assert.match(left?.remedy ?? '', new RegExp(`\`kill -TERM ${other}\``));
      },
    ));

  it('a command that never writes: it is left over for certain', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; bash -c 'sleep 300 & echo $$ $!' | { read pids; echo $pids; read x; } & read x; kill $(pgrep -P $!)`,
      ],
      {detached},
      async ({numbers: [script = 0, left = 0]}) => {
        try {
          await until('the script has left', () => isGone(script));
          const [verdict] = (await askDescriptor(left, 1)).verdicts;
          assert.deepEqual([verdict?.rule, verdict?.certainty], ['fds/pipe-held-open', 'proven']);
        } finally {
          process.kill(left);
        }
      },
    ));

  it('a writer at work, whose parent has exited: it is only worth knowing while its reader gets what it writes', () => {
    const ticks = 'while read -t 0.3 x <&5; [ $? -gt 128 ]; do echo tick; done';
    return withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; bash -c '(${ticks}) & echo $$ $!' | { read pids; echo $pids; exec cat >/dev/null; }`,
      ],
      {detached, rests: false},
      async ({numbers: [script = 0, writer = 0]}) => {
        await until('the script has left', () => isGone(script));
        assert.match(descriptorTarget(writer, 1), /^pipe:/);
        await until('it has written', async () => {
          const found = await inspected(descriptorInspection, [writer]);
          return found.some(({rule, severity}) => rule === 'fds/pipe-held-open' && severity === 'info');
        });
      },
    );
  });

  it('two descriptors of one command: it is to close both', () =>
    withRunning(
      ['bash', '-c', `exec 5<&0; bash -c 'cat <&5 2>&1 & echo $$ $!' | { read pids; echo $pids; read x; }`],
      {detached},
      async ({numbers: [script = 0, writer = 0]}) => {
        await until('the script has left', () => isGone(script));
        const [verdict] = (await askDescriptor(writer, 1)).verdicts;
        assert.deepEqual(verdict && endsIn(verdict).filter(file => file.startsWith(`/proc/${writer}/`)), [
          `/proc/${writer}/fd/1`,
          `/proc/${writer}/fd/2`,
        ]);
        for (const said of [verdict?.why, verdict?.remedy]) assert.match(said ?? '', /fd 1 and 2\b/);
      },
    ));

  it('a pipeline whose shell waits for it: all is well', () =>
    withRunning(
      ['bash', '-c', 'exec 6>&1; { echo $BASHPID >&6; exec cat 6>&-; } | cat >/dev/null 6>&-; :'],
      {detached},
      async ({numbers: [writer = 0]}) => {
        await until('cat writes to the pipe', () => descriptorTarget(writer, 1).startsWith('pipe:'));
        assert.deepEqual(rulesOf(await askDescriptor(writer, 1, '--all')), []);
      },
    ));

  it('a whole pipeline that a script left running: it is its own reader', () =>
    withLeftBehind(
      'exec 6>&1; { echo $BASHPID >&6; exec cat <&5 6>&-; } | cat >/dev/null 6>&- &',
      {},
      async ({numbers: [writer = 0]}) => {
        await until('cat writes to the pipe', () => descriptorTarget(writer, 1).startsWith('pipe:'));
        assert.deepEqual(rulesOf(await askDescriptor(writer, 1, '--all')), []);
      },
    ));
});

describe('a process substitution', () => {
  it('is the child of what bash exec’d over itself, in whatever process group that is', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; timeout 300 sh -c 'read pid; echo $pid; read x' < <(exec sh -c 'echo $$; exec cat <&5'); :`,
      ],
      {detached},
      async ({numbers: [producer = 0]}) => {
        const timeout = parentOf(producer);
        await until('timeout has a group of its own', () => statField(timeout, 5) === `${timeout}`);
        const held = await askDescriptor(producer, 1, '--all');
        assert.equal(held.kind, 'pipe');
        assert.deepEqual(rulesOf(held), []);
        assert.equal(nodeOf(await whyOf(producer), producer).adoption, 'own-child');
      },
    ));
});

describe('a write end that a command got next to its own three descriptors', () => {
  it('is no fault while the parent that made the pipe has a write end itself: the reader waits for that, too', () =>
    withRunning(
      [
        'python3',
        '-c',
        `
import os, subprocess, sys
reading, writing = os.pipe()
reader = subprocess.Popen(['cat'], stdin=reading, stdout=subprocess.DEVNULL)
os.close(reading)
other = subprocess.Popen(['cat'], pass_fds=(writing,))
print(other.pid, reader.pid, writing, flush=True)
sys.stdin.read()
os.close(writing)
other.wait(), reader.wait()
`,
      ],
      {},
      async ({pid, numbers: [other = 0, reader = 0, writing = 0]}) => {
        const {verdicts, inheritedFrom} = await askDescriptor(other, writing);
        assert.equal(inheritedFrom?.pid, pid);
        assert.equal(descriptorTarget(reader, 0), descriptorTarget(other, writing));
        assert.deepEqual(verdicts, []);
      },
    ));

  it('belongs to a jobserver if every reader has one, too: none waits for EOF', () =>
    withRunning(
      [
        'python3',
        '-c',
        `
import os, subprocess, sys
tokens = os.pipe()
job = subprocess.Popen(['cat'], pass_fds=tokens)
print(job.pid, *tokens, flush=True)
sys.stdin.read()
job.wait()
`,
      ],
      {},
      async ({pid, numbers: [job = 0, , writing = 0]}) => {
        const end = await askDescriptor(job, writing);
        assert.deepEqual([end.kind, end.inheritedFrom?.pid], ['pipe', pid]);
        assert.deepEqual(rulesOf(end), []);
      },
    ));
});
