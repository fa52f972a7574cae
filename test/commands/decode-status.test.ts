import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {procdocJson, runProcdoc, runProcdocWithInput} from '../support/procdoc.ts';

interface Alternative {
  readonly readAs: string;
  readonly summary: string;
}
interface Status {
  readonly input: string;
  readonly readAs: string;
  readonly summary: string;
  readonly kind: string;
  readonly exitStatus?: number;
  readonly plausible: boolean;
  readonly alternatives: readonly Alternative[];
}

async function decoded(...args: string[]): Promise<readonly Status[]> {
  const {json} = await procdocJson<{statuses: readonly Status[]}>('decode-status', ...args);
  return json.statuses;
}

describe('decode-status', () => {
  it('takes 0x8000 for exit status 128, and nothing else', async () => {
    const [status] = await decoded('0x8000');
    assert.deepEqual([status?.kind, status?.exitStatus, status?.alternatives], ['exited', 128, []]);
  });

  it('shows both readings of 137, the likely one first, the other marked implausible', async () => {
    const {stdout} = await runProcdoc('decode-status', '137');
    const likely = stdout.indexOf('$? 137 is 128 + 9: killed by SIGKILL');
    const raw = stdout.indexOf('as waitpid(2) fills it in: killed by SIGKILL');
    assert.ok(likely > 0 && raw > likely, stdout);
    assert.ok(stdout.indexOf('implausible: ') > raw, stdout);
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

  it('does not know better than who says with --as what a number is', async () => {
    for (const status of await decoded('--as', 'wait', '1', '137')) {
      assert.deepEqual([status.kind, status.readAs], ['signaled', 'wait']);
    }
  });

  it('reads lines of standard input for "-", but for comments and empty ones', async () => {
    const input = '137\n\n# of last night\n0x8000\n';
    const {stdout, status} = await runProcdocWithInput(input, 'decode-status', '-', '-n', '-o', 'input');
    assert.deepEqual([stdout, status], ['137\n0x8000\n', 0]);
  });

  it('names the line of standard input that is no status, and does nothing half', async () => {
    const {stdout, stderr, status} = await runProcdocWithInput('1\nmany\n', 'decode-status', '-');
    assert.deepEqual([stdout, status], ['', 2]);
    assert.match(stderr, /^procdoc decode-status: line 2: "many" is no status number: [^\n]*0x8000[^\n]*\n$/);
  });

  for (const bad of ['0xZZ', '', '017', '18446744073709551616'])
    it(`refuses ${JSON.stringify(bad)} in one sentence, with status 2`, async () => {
      const {stdout, stderr, status} = await runProcdoc('decode-status', bad);
      assert.deepEqual([stdout, status], ['', 2]);
      assert.match(stderr, /^procdoc decode-status: [^\n]+\n$/);
    });

  it('has the signal numbers of the platform that is named', async () => {
    const {stdout} = await runProcdoc('decode-status', '--platform', 'solaris', '0x177f');
    assert.match(stdout, /stopped by SIGSTOP \(signal\s+23\)/);
  });
});
