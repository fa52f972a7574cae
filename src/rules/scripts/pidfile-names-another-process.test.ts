import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn, factsOf} from '../../../test/support/facts.ts';
import {
  type ImaginedFile,
  type ImaginedProcess,
  imaginedMachine,
} from '../../../test/support/recorded/imagined-machine.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import type {Finding} from '../finding.ts';
import {scriptInspection} from '../inspections/scripts.ts';
import {Scope} from '../scope.ts';
import {evidenceText} from '../words/evidence.ts';

/** Booted at the epoch; a process with pid 500 started 5 seconds after it, unless said otherwise. */
const uptime = {text: '0.00 0.00\n'};
const init: ImaginedProcess = {pid: 1, ppid: 0, comm: 'init'};
const backup: ImaginedProcess = {pid: 500, ppid: 1, comm: 'backup'};
const kthreadd: ImaginedProcess = {pid: 2, ppid: 0, comm: 'kthreadd', kernelThread: true};

interface World {
  readonly processes?: readonly ImaginedProcess[];
  readonly files?: Readonly<Record<string, ImaginedFile>>;
  /** Of whom is asked; undefined: all. */
  readonly pids?: readonly number[];
}

async function found({
  processes = [init, kthreadd, backup],
  files = {},
  pids,
}: World): Promise<readonly Finding[]> {
  const snapshot = new Snapshot(imaginedMachine(processes, undefined, {uptime, ...files}));
  return scriptInspection.inspect(new Scope(snapshot, pids && new Set(pids)));
}

/** /run/webapp.pid. */
function pidFile(text: string, writtenAtSeconds = 3): Readonly<Record<string, ImaginedFile>> {
  return {'self/root/run/webapp.pid': {text, modifiedMs: writtenAtSeconds * 1000}};
}

test('a process that started after the file was written did not write it', async () => {
  const [finding, ...more] = await found({files: pidFile('500\n')});
  assert.ok(finding && more.length === 0);
  assert.equal(finding.rule, 'scripts/pidfile-names-another-process');
  assert.equal(finding.certainty, 'likely');
  assert.deepEqual(finding.subject, {path: '/run/webapp.pid'});
  assert.equal(finding.what, '/run/webapp.pid names backup (500), which started after the file was written.');
  assert.deepEqual(finding.evidence.map(evidenceText), [
    '/run/webapp.pid: 500, written 1970-01-01T00:00:03.000Z',
    '/proc/500/stat: comm (2) backup',
    '/proc/500/stat: starttime (22) 500 (1970-01-01T00:00:05.000Z)',
  ]);
  assert.match(finding.remedy ?? '', /^Don't signal 500 by this file/);
});

test('the process that was there when the file was written is in order, to the slack of the clocks', async () => {
  assert.deepEqual(await found({files: pidFile('500\n', 6)}), []);
  assert.deepEqual(await found({files: pidFile('500\n', 4.96)}), []);
});

test('the clock may have been set between the start and the file, before this boot or since: likely', async () => {
  for (const writtenAt of [-1000, 3]) {
    const [finding] = await found({files: pidFile('500\n', writtenAt)});
    assert.equal(finding?.certainty, 'likely');
  }
});

test('a process that the file is named after counts as its own, whatever the clock said', async () => {
  for (const comm of ['webapp', 'webap', 'webapp-worker', 'webappd'])
    assert.deepEqual(
      await found({processes: [init, kthreadd, {...backup, comm}], files: pidFile('500\n')}),
      [],
      comm,
    );
  const script = {'500/cmdline': {text: 'python3\0/srv/webapp.py\0'}};
  assert.deepEqual(await found({files: {...pidFile('500\n'), ...script}}), []);
  const other = {'500/cmdline': {text: 'python3\0/srv/other.py\0'}};
  assert.equal((await found({files: {...pidFile('500\n'), ...other}})).length, 1);
});

test('a pid that no process has is proven gone where every process is seen', async () => {
  const [finding] = await found({files: pidFile('4711\n')});
  assert.equal(finding?.certainty, 'proven');
  assert.deepEqual(factsOf(finding.evidence)[1], factIn(4711, 'stat', null, 'ENOENT'));
  assert.equal(finding.more, `procdoc explain ${finding.rule}`);
});

test('a pid file may be the host’s where procdoc is in an inner pid namespace: silent, and likely of one in use', async () => {
  const processes = [init, backup];
  for (const text of ['4711\n', '500\n'])
    assert.deepEqual(await found({processes, files: pidFile(text)}), [], text);
  const zombie = {...backup, state: 'Z'};
  assert.deepEqual(await found({processes: [init, zombie], files: pidFile('500\n', 9)}), []);
  const daemon = {pid: 600, ppid: 1, comm: 'webappd'};
  const argv = {'600/cmdline': {text: 'webappd\0--pid-file\0/run/webapp.pid\0'}};
  const seen = {'600/root/run/webapp.pid': {text: '4711\n', modifiedMs: 3000}};
  const [finding] = await found({processes: [init, daemon], files: {...argv, ...seen}});
  assert.equal(finding?.certainty, 'likely');
});

test('a container’s own number in a pid file is no process of this namespace, whatever has it here', async () => {
  const inner = {...backup, pid: 900, nspids: [900, 500]};
  const processes = [init, kthreadd, backup, inner];
  assert.deepEqual(await found({processes, files: pidFile('500\n')}), []);
});

test('a pid that a process has in an inner pid namespace is not gone', async () => {
  const inner = {...backup, nspids: [500, 7]};
  assert.deepEqual(await found({processes: [init, kthreadd, inner], files: pidFile('7\n')}), []);
});

test('no process is called gone where processes are hidden', async () => {
  for (const [processes, findings] of [
    [[kthreadd, backup], 0],
    [[init, kthreadd, backup], 1],
  ] as const) {
    const machine = imaginedMachine(processes, undefined, {uptime, ...pidFile('4711\n')});
    const asUser = {...machine, host: {...machine.host, uid: 1000}};
    assert.equal((await scriptInspection.inspect(new Scope(new Snapshot(asUser)))).length, findings);
  }
});

test('a zombie answers signal 0', async () => {
  const [finding] = await found({
    processes: [init, kthreadd, {...backup, state: 'Z'}],
    files: pidFile('500\n', 9),
  });
  assert.equal(finding?.certainty, 'proven');
  assert.equal(finding.what, '/run/webapp.pid names backup (500), which is a zombie.');
  assert.deepEqual(factsOf(finding.evidence).slice(1), [
    factIn(500, 'stat', 'state (3)', 'Z'),
    factIn(500, 'stat', 'ppid (4)', 1),
  ]);
  assert.match(finding.remedy ?? '', /^Have init \(1\) wait for its child 500/);
});

test('a file in a command line is read by way of the root and the working directory of the process', async () => {
  const files = {
    '500/cmdline': {text: 'backup\0--pidfile\0/srv/b.pid\0'},
    '500/root/srv/b.pid': {text: '4711\n'},
  };
  const [finding, ...more] = await found({files, pids: [500]});
  assert.ok(finding && more.length === 0);
  assert.deepEqual(finding.subject, {path: '/srv/b.pid'});
  const {file, value} = finding.evidence[2] ?? {};
  assert.deepEqual([file, value], ['/proc/500/cmdline', '/srv/b.pid']);
  assert.equal(finding.more, 'procdoc tree 500');
  const inner = {...backup, nspids: [500, 7]};
  assert.deepEqual(await found({processes: [init, inner], files, pids: [500]}), []);
});

test('of some processes only the files that name them, or are theirs, are judged', async () => {
  assert.equal((await found({files: pidFile('500\n'), pids: [500]})).length, 1);
  assert.deepEqual(await found({files: pidFile('500\n'), pids: [1]}), []);
  assert.deepEqual(await found({files: pidFile('4711\n'), pids: [500]}), []);
});

test('a file without a pid in it is left alone', async () => {
  for (const text of ['', 'none\n', '0\n', '\0\xff\x1b[31m', `4711\n${'x'.repeat(400)}`])
    assert.deepEqual(await found({files: pidFile(text)}), [], text);
});

test('a procfs of another pid namespace says nothing of the files around us', async () => {
  const machine = imaginedMachine([init, backup], undefined, {uptime, ...pidFile('4711\n')});
  const foreign = {...machine, host: {...machine.host, pid: 12}};
  assert.deepEqual(await scriptInspection.inspect(new Scope(new Snapshot(foreign))), []);
});

test('a child of a daemon that started after the pid file was written has its pid: likely, without a look at the pid namespace', async () => {
  const recorded = scene('pid-file-reused');
  const daemon = recorded.number('script');
  const [finding, ...more] = await scriptInspection.inspect(new Scope(recorded.snapshot()));
  assert.ok(finding && more.length === 0);
  assert.equal(finding.certainty, 'likely');
  assert.match(finding.what, /^\/srv\/client\/script\.pid names cat \(\d+\), which started after/);
  assert.deepEqual(
    factsOf(finding.evidence).at(-1),
    factIn(daemon, 'cmdline', null, '/srv/client/script.pid'),
  );
});
