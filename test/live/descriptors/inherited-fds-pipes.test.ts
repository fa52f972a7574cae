import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askDescriptor, rulesOf} from '../../support/live/descriptor-answers.ts';
import {withLeftBehind, withRunning} from '../../support/live/running.ts';
import {nodeOf, whyOf} from '../../support/live/why-answer.ts';
import {descriptorTarget, isGone, parentOf, statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const detached = true;

describe('the write end of a pipe, held by', () => {
  it('a command that a script left running: the reader waits for it, and the remedy names it', () =>
    withRunning(
      [
        'bash',
        '-c',
        `exec 5<&0; bash -c 'cat <&5 & echo $$ $!' | { read pids; echo $pids $BASHPID; read x; }`,
      ],
      {detached},
      async ({numbers: [script = 0, heir = 0, reader = 0]}) => {
        await until('the script has left', () => isGone(script));
        const held = await askDescriptor(heir, 1);
        assert.deepEqual([held.kind, held.accessMode], ['pipe', 'w']);
        const [verdict, ...others] = held.verdicts;
        assert.ok(verdict);
        assert.deepEqual([verdict.rule, others], ['fds/pipe-held-open', []]);
        assert.match(verdict.why, new RegExp(`^cat \\(${heir}\\) has a write end .* reads: no end of file`));
        assert.ok(verdict.evidence.includes(`/proc/${heir}/fd/1: ${held.target}, open for writing`));
        assert.ok(verdict.evidence.includes(`/proc/${reader}/fd/0: the same pipe, open for reading`));
        assert.match(verdict.remedy ?? '', new RegExp(`kill -TERM ${heir}\\.`));
      },
    ));

  it('two commands that a script left running: the reader waits for both, and ending one is no remedy', () =>
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
        assert.deepEqual([verdict?.rule, verdict?.certainty], ['fds/pipe-held-open', 'proven']);
        assert.match(
          verdict?.why ?? '',
          new RegExp(`before it and cat \\(${other}\\) have all closed theirs or ended`),
        );
        const both = [one, other].map(pid => `/proc/${pid}/fd/1: `);
        for (const end of both)
          assert.ok(
            verdict?.evidence.some(line => line.startsWith(end)),
            end,
          );
        assert.doesNotMatch(verdict?.remedy ?? '', /ending it now/);
        assert.match(
          verdict?.remedy ?? '',
          new RegExp(`bash goes on once ${one} and ${other} have all closed it`),
        );
        process.kill(one);
        await until('one has left', () => isGone(one));
        assert.ok(!isGone(reader), 'the reader waits on');
        const [left] = (await askDescriptor(other, 1)).verdicts;
        assert.match(
          left?.remedy ?? '',
          new RegExp(`ending it now lets bash go on[^:]*: kill -TERM ${other}\\.$`),
        );
      },
    ));

  it('two descriptors of one command: it is to close both', () =>
    withRunning(
      ['bash', '-c', `exec 5<&0; bash -c 'cat <&5 2>&1 & echo $$ $!' | { read pids; echo $pids; read x; }`],
      {detached},
      async ({numbers: [script = 0, heir = 0]}) => {
        await until('the script has left', () => isGone(script));
        const [verdict] = (await askDescriptor(heir, 1)).verdicts;
        assert.match(verdict?.why ?? '', /before it closes fd 1 and 2 or ends/);
        assert.match(verdict?.remedy ?? '', /close fd 1 and 2 in it; ending it now lets bash go on/);
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

describe('a write end that a command got beside its own three', () => {
  it('is likely leaked: the reader is another command, and waits for both', () =>
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
        assert.deepEqual(
          verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['fds/pipe-held-open', 'likely']],
        );
        assert.ok(verdicts[0]?.evidence.includes(`/proc/${reader}/fd/0: the same pipe, open for reading`));
      },
    ));

  it('is a jobserver’s if every reader has one, too: nobody waits for the end', () =>
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
