import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {askedJson, askProcdoc} from '../support/asked.ts';
import {type Output, run} from '../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const incident = path.join(PROJECT_ROOT, 'test/recordings/client-gone.txt');

function assertFails({status, stdout, stderr}: Output, expected: number, sentence: RegExp): void {
  assert.deepEqual([status, stdout], [expected, ''], stderr);
  assert.match(stderr, sentence);
}

describe('report', () => {
  it('takes a file to write to, and a browser to read it', async () => {
    assertFails(await askProcdoc('report'), 2, /^procdoc report: -o FILE is missing: the page to write, /);
    assertFails(await askProcdoc('report', '-o', '-', '--json'), 2, /--json/);
  });

  it('is about processes that there are, of one machine', async () => {
    const out = ['-o', '/dev/null', '--from'];
    assertFails(await askProcdoc('report', '4194304', ...out, incident), 3, /no such process/);
    assertFails(await askProcdoc('report', ...out, path.dirname(incident)), 2, /give one file/);
  });

  it('writes a page for its owner only, says what it says, and leaves nothing behind where it can not', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-report-'));
    try {
      const file = path.join(folder, 'page.html');
      const {status, stdout, stderr} = await askProcdoc('report', '-o', file, '--from', incident);
      assert.deepEqual([status, stdout], [1, '']);
      const [, sentence = ''] = /<h1>([^<]*)<\/h1>/.exec(readFileSync(file, 'utf8')) ?? [];
      assert.ok(stderr.includes(`procdoc report: ${sentence} Written to ${file} (`), stderr);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal((await askProcdoc('report', '-o', folder, '--from', incident)).status, 3);
      assert.deepEqual(readdirSync(folder), ['page.html']);
      const json = await askedJson<Record<string, unknown>>('report', '-o', file, '--from', incident);
      assert.deepEqual([json.file, json.sizeBytes, json.sentence], [file, statSync(file).size, sentence]);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('says that on one line, whatever a name has in it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-report-'));
    try {
      const file = path.join(folder, 'a\nprocdoc report: Nothing found.');
      const {stderr} = await askProcdoc('report', '-o', file, '--from', incident);
      assert.ok(stderr.includes('/a\\nprocdoc report: Nothing found. ('), stderr);
      assert.doesNotMatch(stderr, /^procdoc report: Nothing found/m);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('writes it into a pipe that goes by the number of its descriptor', async () => {
    const script = 'exec "$0" "$1" report -q -o /dev/stdout --from "$2" | cat';
    const procdoc = path.join(PROJECT_ROOT, 'bin/run.js');
    const {stdout, stderr} = await run(['sh', '-c', script, process.execPath, procdoc, incident]);
    assert.match(stdout, /^<!doctype html>[\s\S]*<\/html>\n$/i, stderr);
  });

  it('writes the page alone to standard output for "-"', async () => {
    const {status, stdout} = await askProcdoc('report', '31390', '-o', '-', '--from', incident);
    assert.equal(status, 1);
    assert.match(stdout, /^<!doctype html>\n[\s\S]*<\/html>\n$/);
  });

  it('exits with status 0 where nothing was found', async () => {
    const quiet = path.join(PROJECT_ROOT, 'test/recordings/not-yet-reaped.txt');
    const {status, stdout} = await askProcdoc('report', '-o', '-', '--from', quiet);
    assert.equal(status, 0);
    assert.match(stdout, /<h1>Nothing found[^<]*<\/h1>/);
  });

  it('says the same without the words of other people where they are redacted', async () => {
    const asked = ['report', '31390', '-o', '-', '--from', incident];
    const [plain, redacted] = await Promise.all([askProcdoc(...asked), askProcdoc(...asked, '--redact')]);
    const rulesIn = ({stdout}: Output) =>
      [...new Set([...stdout.matchAll(/ id="(rule-[^"]*)"/g)].map(([, rule]) => rule))].sort();
    assert.deepEqual(rulesIn(redacted), rulesIn(plain));
    // The page of a rule has an example with words of its own.
    const [own, hidden] = [plain, redacted].map(({stdout}) =>
      stdout.replaceAll(/<details class="rule"[\s\S]*?<\/details>/g, ''),
    );
    assert.ok(own?.includes('/srv/client/lock'));
    assert.ok(hidden && !/\/srv\/client|test\/recordings/.test(hidden));
    assert.ok(hidden.includes('<td>yes: words of '));
  });
});
