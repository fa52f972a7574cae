import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {gzipSync} from 'node:zlib';
import {askEach, askedJson, askProcdoc} from '../support/asked.ts';
import {type Output, runProcdocWithInput} from '../support/procdoc.ts';
import {scene} from '../support/recorded/scene.ts';

declare const PROJECT_ROOT: string;

const recording = path.join(PROJECT_ROOT, 'test/recordings/never-waits.txt');
const parent = scene('never-waits').number('parent');

/** What every answer in JSON says of what was not seen: it is complete where that is nothing. */
interface Gaps {
  readonly unreadable: readonly {readonly what: string}[];
}

function assertFails({status, stdout, stderr}: Output, expected: number, sentence: RegExp): void {
  assert.deepEqual([status, stdout], [expected, '']);
  assert.match(stderr, sentence);
  assert.equal(stderr.split('\n').length, 2, stderr);
}

describe("a file that --from can't answer from", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'procdoc-from-'));
  });
  after(() => rmSync(folder, {recursive: true}));

  const text = readFileSync(recording, 'latin1');
  const lines = text.split('\n');
  for (const [what, content, sentence] of [
    ['empty', '', /: line 1: not a recording of procdoc/],
    ['foreign', '{"name": "procdoc"}\n', /: line 1: not a recording of procdoc/],
    ['binary', readFileSync(process.execPath).subarray(0, 4096), /: line 1: not a recording of procdoc/],
    ['newer', text.replace('recording 1', 'recording 3'), /: line 1: a recording of version "3", /],
    ['cut off', text.slice(0, text.length / 2), /: it was cut off after line \d+/],
    ['cut off between sections', lines.slice(0, -3).join('\n'), /: it was cut off after line \d+/],
    ['longer than itself', `${text}${text}`, /: line \d+: it goes on after "end"/],
    ['mangled', text.replace(/^file (\d+\/stat)$/m, 'flie $1'), /: line \d+: .*"flie"/],
    ['without its host', text.replace(/^host\n.*\n/m, ''), /: it has no section "host"/],
  ] as const) {
    it(`${what}: is refused as wrong input`, async () => {
      const file = path.join(folder, what.replaceAll(' ', '-'));
      writeFileSync(file, content);
      const question = ['zombies', '--from', file];
      for (const answer of await askEach([question, [...question, '--json']]))
        assertFails(answer, 2, sentence);
    });
  }

  it('a device: is refused without reading, since it may have no end', async () => {
    for (const device of ['/dev/zero', '/dev/null'])
      assertFails(
        await askProcdoc('zombies', '--from', device),
        2,
        /^procdoc zombies: \/dev\/\w+ is a device: /,
      );
  });

  it('compressed: is refused, with what decompresses it', async () => {
    const file = path.join(folder, 'x.procdoc.gz');
    writeFileSync(file, gzipSync(text));
    assertFails(
      await askProcdoc('zombies', '--from', file),
      2,
      /x\.procdoc\.gz is compressed: .*`gunzip < \S+x\.procdoc\.gz \| procdoc … --from -`/,
    );
    const piped = await runProcdocWithInput(gzipSync(text), 'zombies', '--from', '-');
    assertFails(piped, 2, /standard input is compressed: .*`gunzip < FILE \|/);
  });

  it("missing: can't be read", async () => {
    assertFails(await askProcdoc('tree', '--from', `${folder}/none`), 3, /none can't be read \(ENOENT\)/);
  });
});

describe('--from', () => {
  it('reads standard input for "-"', async () => {
    const flags = ['zombies', '-n', '-o', 'pid', '--from'];
    const {stdout, stderr, status} = await runProcdocWithInput(readFileSync(recording), ...flags, '-');
    const direct = await askProcdoc(...flags, recording);
    assert.deepEqual([stdout, status], [direct.stdout, 0]);
    assert.notEqual(stdout, '');
    assert.equal(stderr, direct.stderr.replaceAll(recording, 'standard input'));
    assertFails(await runProcdocWithInput('', 'tree', '--from', '-'), 2, /: standard input: line 1: /);
  });

  it('is not for another mount, nor for ps(1)', async () => {
    assertFails(await askProcdoc('zombies', '--from', recording, '--proc', '/proc'), 2, /--proc.* --from/);
    assertFails(await askProcdoc('scripts', '--from', recording, '--source', 'ps'), 2, /--from.* --source/);
    assertFails(await askProcdoc('tree', '--from', recording, '--source', 'ps'), 2, /--from.* --source/);
  });

  it('says of a path or process that was not recorded that it is not in the recording', async () => {
    for (const words of [
      ['holders', '/etc/passwd'],
      ['locks', '/etc/passwd'],
      ['why', '4194304'],
    ])
      assertFails(await askProcdoc(...words, '--from', recording), 3, /in the recording: /);
  });

  it('notes for the whole machine that only some of it was recorded, and nothing for a process that was', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-narrowed-'));
    const file = path.join(folder, 'x.procdoc');
    const narrowed = readFileSync(recording, 'latin1').replace(/^\|platform=.*$/m, `$& asked=${parent}`);
    const unreadable = [{what: 'processes that were not recorded', errno: 'ENODATA', pids: []}];
    try {
      writeFileSync(file, narrowed, 'latin1');
      const whole = await askProcdoc('tree', '--from', file);
      assert.match(
        whole.stdout.replaceAll(/\s+/g, ' '),
        new RegExp(
          `x\\.procdoc holds only what concerns process ${parent}: it has nothing about other processes`,
        ),
      );
      const gapsOf = async (...words: string[]) => {
        const json = await askedJson<Gaps>(...words, '--from', file);
        return json.unreadable.filter(({what}) => what !== 'pid namespace');
      };
      assert.deepEqual(await gapsOf('tree'), unreadable);
      assert.deepEqual(await gapsOf('tree', `${parent}`), []);
      assert.equal((await askProcdoc('check', '--rule', 'sigchld', '--from', file)).status, 3);
      const askedIn = async (...words: string[]) => {
        const {stdout} = await askProcdoc('record', ...words, '-o', '-', '--from', file);
        return / asked=(\S*)$/m.exec(stdout)?.[1];
      };
      assert.equal(await askedIn(), `${parent}`);
      assert.equal(await askedIn(`${parent}`), `${parent}`);
      assert.equal(await askedIn(`${parent - 1}`), '', 'what concerns its own parent was not recorded');
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('names the id of a thread as such, with its process', async () => {
    const threaded = path.join(PROJECT_ROOT, 'test/recordings/blocked-in-one-thread.txt');
    const process = scene('blocked-in-one-thread').number('parent');
    const [thread] =
      readFileSync(threaded, 'latin1').match(
        new RegExp(`(?<=^file ${process}/task/)(?!${process}/)\\d+`, 'm'),
      ) ?? [];
    for (const question of [
      ['why', `${thread}`],
      ['diagnose', `${thread}`],
      ['holders', `${thread}:0`],
    ])
      assertFails(
        await askProcdoc(...question, '--from', threaded),
        3,
        new RegExp(`: ${thread} is a thread of \\S+ \\(${process}\\): give ${process} instead$`, 'm'),
      );
  });

  it('answers once about a process or target that is named twice', async () => {
    const {ppid} =
      (await askedJson<{zombies: {ppid: number}[]}>('zombies', '--from', recording)).zombies[0] ?? {};
    const one = `${ppid}`;
    const asked = ['--from', recording];
    assert.deepEqual(
      await askedJson('sigchld', one, one, ...asked),
      await askedJson('sigchld', one, ...asked),
    );
    const target = `${one}:0`;
    assert.deepEqual(
      await askedJson('holders', target, target, ...asked),
      await askedJson('holders', target, ...asked),
    );
    const {stdout} = await askProcdoc('record', one, one, '-o', '-', ...asked);
    assert.equal(/ asked=(\S*)$/m.exec(stdout)?.[1], one);
  });

  it('knows one moment: zombies that died less than --settle before it are left out, without a wait', async () => {
    const settled = async (duration: string) => {
      const {status} = await askProcdoc('zombies', '--exit-code', '--from', recording, '--settle', duration);
      return status;
    };
    assert.equal(await settled('500ms'), 1);
    assert.equal(await settled('60m'), 0);
  });
});

describe('record', () => {
  it('takes a file to write to', async () => {
    assertFails(await askProcdoc('record'), 2, /^procdoc record: -o FILE is missing: the file to write, /);
  });

  it('writes to standard output for "-", and then has no summary in JSON', async () => {
    const {status, stdout, stderr} = await askProcdoc('record', `${process.pid}`, '-o', '-');
    assert.equal(status, 0);
    assert.match(stderr, /recorded \d+ processes .* in standard output \(/);
    assert.match(stdout, /^procdoc recording 2\n# procdoc .*\n[\s\S]*\nend\n$/);
    assert.doesNotMatch(stdout, /^\w+ \d+\/(?:environ|mem)\b/m, 'neither environment nor memory');
    assertFails(await askProcdoc('record', '-o', '-', '--json'), 2, /--json/);
  });

  it("leaves a file as it was, and no draft next to it, where it can't write", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-record-'));
    try {
      const {status, stderr} = await askProcdoc('record', `${process.pid}`, '-o', folder);
      assert.equal(status, 3);
      assert.match(stderr, /can't be written \(E[A-Z]+\)/);
      assert.ok(statSync(folder).isDirectory());
      assert.deepEqual(
        readdirSync(path.dirname(folder)).filter(name => name.startsWith(`${path.basename(folder)}.`)),
        [],
      );
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
