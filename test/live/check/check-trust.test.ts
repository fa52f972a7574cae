import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, chownSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {askProcdoc, askProcdocIn} from '../../support/asked.ts';
import {withFiles} from '../../support/live/running.ts';
import {IS_ROOT, type Output, runProcdocAsNobodyUnder} from '../../support/procdoc.ts';

const NOBODY = 65534;
/** Runs a command as the user nobody. */
function asNobodyNow(...command: string[]): void {
  execFileSync('setpriv', ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups', ...command]);
}

const needsRoot = {skip: !IS_ROOT && 'needs root'};

/** A scope that takes no time: the test itself. */
const QUICK = ['--settle', '0s', '--scope', `${process.pid}`, '--rule', 'zombies'];

/** Asks with the working directory in a folder. */
function askIn(folder: string, ...flags: string[]): Promise<Output> {
  return askProcdocIn(folder, 'check', ...QUICK, ...flags);
}

/** Which files an answer says that it used. */
function usedIn({stdout, stderr}: Output) {
  assert.notEqual(stdout, '', stderr);
  const {policy, baseline} = checkAnswer.parse(JSON.parse(stdout));
  return {policy, baseline};
}

/** Refused in one sentence that names the file, its fault, and the flag to use it all the same. */
function isRefused({status, stdout, stderr}: Output, file: string, place: string, flag = '--config'): void {
  assert.deepEqual([status, stdout, stderr.trimEnd().split('\n').length], [2, '', 1], stderr);
  for (const part of [`${file} isn't trusted`, place, `${flag} ${file}`])
    assert.ok(stderr.includes(part), stderr);
}

/** A policy in a folder of its own, with a folder below it. */
const withPolicy = (content: string, use: (file: string, below: string, folder: string) => Promise<void>) =>
  withFiles({'job/procdoc.toml': content, 'job/below/x': ''}, folder =>
    use(path.join(folder, 'job/procdoc.toml'), path.join(folder, 'job/below'), path.join(folder, 'job')),
  );

describe('a procdoc.toml that is found', {concurrency: 2}, () => {
  it('is used and named if only its user can write it, and one that is named is used in any case', () =>
    withPolicy('unknown = "pass"\n', async (file, below, folder) => {
      assert.deepEqual(usedIn(await askIn(below, '--json')), {policy: file, baseline: null});
      chmodSync(folder, 0o777);
      assert.deepEqual(usedIn(await askIn('/', '--config', file, '--json')), {policy: file, baseline: null});
      isRefused(await askIn(below, '--json'), file, `everyone can write to ${folder} (mode 0777)`);
      const none = await askIn(below, '--json', '--config', '/dev/null');
      assert.deepEqual(usedIn(none).policy, '/dev/null');
      chmodSync(folder, 0o755);
      chmodSync(file, 0o666);
      isRefused(await askIn(below), file, `everyone can write to ${file} (mode 0666)`);
      const monitor = await askIn(below, '--format', 'nagios');
      assert.deepEqual([monitor.status, monitor.stderr], [3, '']);
      assert.match(monitor.stdout, /^PROCDOC UNKNOWN - [^\n]+ isn't trusted/);
    }));

  it('is refused if another user owns it, or a folder above it, or links to what is trusted', needsRoot, () =>
    withPolicy('ignore = ["zombies"]\n', async (file, below, folder) => {
      chownSync(file, NOBODY, NOBODY);
      isRefused(await askIn(below), file, `UID ${NOBODY} owns ${file}`);
      chownSync(file, 0, 0);
      chownSync(folder, NOBODY, NOBODY);
      isRefused(await askIn(below), file, `UID ${NOBODY} owns ${folder}`);
      chownSync(folder, 0, 0);
      chmodSync(path.dirname(folder), 0o755);
      chmodSync(folder, 0o1777);
      const link = path.join(below, 'procdoc.toml');
      symlinkSync(file, link);
      isRefused(await askIn(below), link, `everyone can write to ${folder} (mode 1777)`);
      chmodSync(folder, 0o755);
      chmodSync(below, 0o777);
      rmSync(link);
      asNobodyNow('ln', '-s', file, link);
      chmodSync(below, 0o755);
      isRefused(await askIn(below), link, `UID ${NOBODY} owns ${link}`);
    }),
  );

  it('of root is used by another user', needsRoot, () =>
    withPolicy('unknown = "pass"\n', async (file, below, folder) => {
      for (const place of [path.dirname(folder), folder, below]) chmodSync(place, 0o755);
      const asked = ['check', '--settle', '0s', '--scope', 'user', '--rule', 'zombies', '--json'];
      const output = await runProcdocAsNobodyUnder(['env', `--chdir=${below}`], ...asked);
      assert.deepEqual(usedIn(output), {policy: file, baseline: null});
    }),
  );

  it("is refused, not skipped or waited for, if it isn't a regular file", () =>
    withFiles({'procdoc.toml': '', 'fifo/x': '', 'dangling/x': ''}, async folder => {
      const at = (name: string) => path.join(folder, name);
      execFileSync('mkfifo', [at('fifo/procdoc.toml')]);
      symlinkSync('nothing', at('dangling/procdoc.toml'));
      for (const name of ['fifo', 'dangling']) {
        const {status, stdout, stderr} = await askIn(at(name));
        assert.deepEqual(
          [status, stdout, stderr.includes(at(`${name}/procdoc.toml`))],
          [3, '', true],
          stderr,
        );
      }
    }));
});

describe('a baseline', {concurrency: 2}, () => {
  it('that is a FIFO, a device, a link to nothing or too large is refused at once', () =>
    withFiles({}, async folder => {
      const at = (name: string) => path.join(folder, name);
      execFileSync('mkfifo', [at('fifo')]);
      execFileSync('truncate', ['-s', '1G', at('huge')]);
      symlinkSync('nothing', at('dangling'));
      for (const file of [at('fifo'), '/dev/zero', at('huge'), at('dangling')])
        for (const flags of [
          ['--baseline', file],
          ['--baseline', file, '--write-baseline'],
        ]) {
          const {status, stdout, stderr} = await askIn(folder, ...flags);
          assert.deepEqual([status, stdout, stderr.includes(file)], [3, '', true], stderr);
        }
    }));

  it('is written over nothing, an empty file or a baseline, with its mode, and over nothing else', () =>
    withFiles(
      {'empty.json': '', 'old.json': '{"schema": "procdoc/baseline@0"}', 'notes.txt': 'mine\n'},
      async folder => {
        const at = (name: string) => path.join(folder, name);
        const write = (name: string) => askIn(folder, '--baseline', name, '--write-baseline', '--json');
        chmodSync(at('old.json'), 0o640);
        for (const name of ['new.json', 'empty.json', 'old.json', 'old.json'])
          assert.deepEqual(usedIn(await write(name)).baseline, at(name));
        assert.equal(statSync(at('old.json')).mode & 0o777, 0o640);
        const {status, stdout, stderr} = await write('notes.txt');
        assert.deepEqual([status, stdout, readFileSync(at('notes.txt'), 'utf8')], [2, '', 'mine\n'], stderr);
      },
    ));

  it('that a found policy names is beside it, and is refused where others can write', () =>
    withPolicy('baseline = "known/here.json"\n', async (file, below, folder) => {
      const known = path.join(folder, 'known');
      execFileSync('mkdir', ['-m', '777', known]);
      const baseline = path.join(known, 'here.json');
      isRefused(await askIn(below, '--write-baseline'), baseline, known, '--baseline');
      chmodSync(known, 0o755);
      const written = await askIn(below, '--write-baseline', '--json');
      assert.deepEqual(usedIn(written), {policy: file, baseline});
      assert.deepEqual(usedIn(await askIn(below, '--json')), {policy: file, baseline});
      chmodSync(baseline, 0o666);
      isRefused(await askIn(below), baseline, baseline, '--baseline');
      const named = await askIn(below, '--baseline', baseline, '--json');
      assert.deepEqual(usedIn(named), {policy: file, baseline});
    }));
});

describe('every format', () => {
  it('names the policy', () =>
    withPolicy('', async (file, below) => {
      for (const format of ['text', 'json', 'junit', 'tap', 'github', 'nagios', 'prometheus']) {
        const {stdout, stderr} = await askIn(below, '--format', format);
        assert.ok(stdout.includes(file), `${format}: ${stdout}${stderr}`);
      }
    }));
});

it('a policy that ignores every rule and expects nothing is refused, and one that expects something is not', () =>
  withFiles({'procdoc.toml': 'ignore = ["zombies"]\n'}, async folder => {
    const {status, stdout, stderr} = await askIn(folder);
    assert.deepEqual([status, stdout], [2, '']);
    assert.ok(stderr.includes(path.join(folder, 'procdoc.toml')), stderr);
    assert.equal((await askIn(folder, '--zombies', '0:')).status, 0);
    writeFileSync(path.join(folder, 'procdoc.toml'), '');
    assert.equal((await askProcdoc('check', ...QUICK, '--ignore', 'zombies')).status, 2);
  }));
