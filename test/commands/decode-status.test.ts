import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {askedJson, askProcdoc} from '../support/asked.ts';
import {runProcdocWithInput} from '../support/procdoc.ts';

interface Alternative {
  readonly readAs: string;
  readonly summary: string;
}
interface Status {
  readonly input: string;
  readonly taken: string | null;
  readonly readAs: string;
  readonly summary: string;
  readonly kind: string;
  readonly exitStatus?: number;
  readonly plausible: boolean;
  readonly alternatives: readonly Alternative[];
}

async function decoded(...args: string[]): Promise<readonly Status[]> {
  const json = await askedJson<{statuses: readonly Status[]}>('decode-status', ...args);
  return json.statuses;
}

describe('decode-status', () => {
  it('takes 0x8000 for exit status 128, and nothing else', async () => {
    const [status] = await decoded('0x8000');
    assert.deepEqual([status?.kind, status?.exitStatus, status?.alternatives], ['exited', 128, []]);
  });

  it('answers 137 in the first line, with the raw reading below it marked implausible', async () => {
    const {stdout} = await askProcdoc('decode-status', '137', '--all');
    const [first] = stdout.split('\n');
    assert.equal(first, '137: killed by SIGKILL (signal 9), as $? of a shell: 128 + 9 (likely)');
    const raw = stdout.indexOf(' or  ');
    assert.ok(raw > 0 && stdout.indexOf('implausible: ') > raw, stdout);
    for (const cause of ['out of memory', 'docker stop', 'kill -9']) assert.ok(stdout.includes(cause), cause);
  });

  it('gives a script the likely reading of 137, and the raw one as an alternative', async () => {
    const [status] = await decoded('137');
    assert.deepEqual(
      [status?.readAs, status?.plausible, status?.summary],
      ['shell', true, '$? 137 is 128 + 9: killed by SIGKILL (signal 9)'],
    );
    assert.equal(status?.alternatives[0]?.readAs, 'wait');
    assert.match(status.alternatives[0].summary, /with the core bit set/);
  });

  it('reads a number as --as says, plausible or not', async () => {
    for (const status of await decoded('--as', 'wait', '1', '137')) {
      assert.deepEqual([status.kind, status.readAs], ['signaled', 'wait']);
    }
  });

  it('reads lines of standard input for "-", without comments and empty lines', async () => {
    const input = '137\n\n# of last night\n0x8000\n';
    const {stdout, status} = await runProcdocWithInput(input, 'decode-status', '-', '-n', '-o', 'input');
    assert.deepEqual([stdout, status], ['137\n0x8000\n', 0]);
  });

  it('names the line of standard input that is no status, and answers the others', async () => {
    const input = '1\nmany\n137\n';
    const {stdout, stderr, status} = await runProcdocWithInput(
      input,
      'decode-status',
      '-',
      '-n',
      '-o',
      'input',
      '-q',
    );
    assert.deepEqual([stdout, status], ['1\n137\n', 2]);
    assert.match(
      stderr,
      /^procdoc decode-status: line 2: "many" isn't a status number: [^\n]*0x8000[^\n]*\n$/,
    );
  });

  it('has the line that is no status in JSON, too, which is not complete then', async () => {
    const {stdout, status} = await runProcdocWithInput('1\nmany\n', 'decode-status', '-', '--json');
    const {complete, statuses, refused} = JSON.parse(stdout);
    assert.deepEqual([status, complete, statuses.length], [2, false, 1]);
    assert.deepEqual([refused.length, refused[0].input, refused[0].line], [1, 'many', 2]);
  });

  it('takes the status out of a line, and says what it took', async () => {
    const [status] = await decoded('Process completed with exit code 143.');
    assert.deepEqual(
      [status?.input, status?.taken, status?.summary],
      ['Process completed with exit code 143.', '143', '$? 143 is 128 + 15: killed by SIGTERM (signal 15)'],
    );
  });

  for (const bad of ['0xZZ', '', '017', '18446744073709551616'])
    it(`refuses ${JSON.stringify(bad)} in one sentence, with status 2`, async () => {
      const {stdout, stderr, status} = await askProcdoc('decode-status', bad);
      assert.deepEqual([stdout, status], ['', 2]);
      assert.match(stderr, /^procdoc decode-status: [^\n]+\n$/);
    });

  it('knows what becomes of a command inside wrappers', async () => {
    const {stdout} = await askProcdoc('decode-status', '255', '--through', 'timeout,ssh');
    assert.match(
      stdout,
      /^255 through timeout, then ssh: the command exited with status 255, or was killed\s+by any signal/,
    );
  });

  it('refuses a wrapper that was not measured, with the one that may be meant', async () => {
    const {stderr, status} = await askProcdoc('decode-status', '1', '--through', 'flokc');
    assert.equal(status, 2);
    assert.match(stderr, /--through: [^\n]*"flokc"[^\n]*did you mean "flock"/);
  });

  it('has the signal numbers of the named platform', async () => {
    const {stdout} = await askProcdoc('decode-status', '--platform', 'solaris', '0x177f');
    assert.match(stdout, /stopped by SIGSTOP \(signal\s+23\)/);
  });
});
