import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {descriptorTarget, isGone} from '../proc-witness.ts';
import {until} from '../subject.ts';
import {askDescriptor, rulesOf} from './descriptor-answers.ts';
import {withLeftBehind, withRunning} from './running.ts';

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
