import assert from 'node:assert/strict';
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, it} from 'node:test';
import {runProcdocWithInput} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), 'decode-status', '-'];

type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

async function withStream(command: readonly string[], use: (child: Piped) => Promise<void>): Promise<void> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {stdio: 'pipe'});
  child.stdin.on('error', () => {});
  try {
    await use(child);
  } finally {
    child.stdin.end();
    child.stdout.destroy();
    if (child.exitCode === null) await once(child, 'exit');
  }
}

/** Answers every text that is written, one after the other, before the next one is there. */
async function answersEach(child: Piped, texts: readonly string[]): Promise<void> {
  for (const written of texts) {
    child.stdin.write(`${written}\n`);
    const [answer] = await once(child.stdout, 'data');
    assert.ok(String(answer).includes(`${written}`), `${written}: ${answer}`);
  }
}

describe('decode-status -', () => {
  it('answers a line before the next one is there', async () => {
    await withStream(procdoc, child => answersEach(child, ['137', '0x8000', '137']));
  });

  for (const format of ['tsv', 'ndjson'])
    it(`answers a line before the next one is there, also as ${format}`, async () => {
      await withStream([...procdoc, '-n', '--format', format], child =>
        answersEach(child, ['137', '0x8000', '137']),
      );
    });

  it('waits for more where its input is non-blocking', async () => {
    const unblock =
      'import fcntl, os, sys; fcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK); os.execv(sys.argv[1], sys.argv[1:])';
    await withStream(['python3', '-c', unblock, ...procdoc], child => answersEach(child, ['137', '2']));
  });

  it('says at once what is no status, and goes on', async () => {
    await withStream(procdoc, async child => {
      child.stdin.write('nonsense\n');
      const [message] = await once(child.stderr, 'data');
      assert.match(String(message), /^procdoc decode-status: .*nonsense/);
      await answersEach(child, ['137']);
      child.stdin.end();
      assert.deepEqual(await once(child, 'exit'), [2, null]);
    });
  });

  it('exits quietly at the next line once its reader has left', async () => {
    await withStream(procdoc, async child => {
      await answersEach(child, ['137']);
      const said = text(child.stderr);
      child.stdout.destroy();
      const exited = once(child, 'exit');
      // Each is one more write to a pipe that nobody reads; the first may come before it is closed.
      const writing = setInterval(() => child.stdin.write('137\n'), 20);
      assert.deepEqual(await exited, [0, null]);
      clearInterval(writing);
      assert.equal(await said, '');
    });
  });

  it('waits for a slow reader, and loses nothing', async () => {
    const input = Array.from({length: 20_000}, (_, at) => `${at % 300}`).join('\n');
    await withStream(
      [
        'bash',
        '-c',
        '"$@" | { sleep 0.5; wc -l; }',
        'bash',
        ...procdoc,
        '-n',
        '-o',
        'input',
        '--format',
        'tsv',
      ],
      async child => {
        child.stdin.end(input);
        assert.equal((await text(child.stdout)).trim(), '20000');
      },
    );
  });

  it('makes one JSON document, whose end says whether it is complete', async () => {
    const {stdout, status} = await runProcdocWithInput(
      '137\nnonsense\n# of last night\n0x8000',
      'decode-status',
      '-',
      '--json',
    );
    assert.equal(status, 2);
    const answer = JSON.parse(stdout);
    assert.equal(answer.schema, 'procdoc/decode-status@1');
    assert.deepEqual(
      answer.statuses.map((one: {input: string}) => one.input),
      ['137', '0x8000'],
    );
    assert.deepEqual(
      answer.refused.map((one: {input: string; line: number}) => [one.input, one.line]),
      [['nonsense', 2]],
    );
    assert.equal(answer.complete, false);
  });

  it('makes a document of no status of no line', async () => {
    const {stdout, status} = await runProcdocWithInput('', 'decode-status', '-', '--json');
    assert.deepEqual([JSON.parse(stdout).statuses, JSON.parse(stdout).complete, status], [[], true, 0]);
  });
});
