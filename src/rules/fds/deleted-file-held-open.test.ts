import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import {deletedFileHeldOpen} from './deleted-file-held-open.ts';

const recorded = scene('deleted-file');
const [parent, worker, fd] = [recorded.number('parent'), recorded.number('worker'), recorded.number('fd')];
const file = new RegExp(`^(?:${parent}|${worker})/fd/${fd}$`);

test('a deleted log uses disk space until server and worker both close it', async () => {
  const [finding, ...others] = await findings(recorded);
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'proven');
  assert.ok('path' in finding.subject);
  const {path} = finding.subject;
  assert.match(path, /^\/tmp\/procdoc-deleted-\w+\/server\.log$/);
  assert.deepEqual(
    finding.evidence.map(({file, field, value}) => ({file, field, value})),
    [parent, worker].map(pid => ({file: `/proc/${pid}/fd/${fd}`, field: null, value: `${path} (deleted)`})),
  );
  assert.match(finding.why, /\b32 MiB\b/);
  assert.match(finding.remedy ?? '', new RegExp(`truncate -s 0 /proc/${parent}/fd/${fd}`));
});

test('SIGHUP is advised only for what handles it: the others inherited the file, and would end', async () => {
  const unread = await findings(recorded);
  assert.match(unread[0]?.remedy ?? '', /or make them reopen/);
  const [handled] = await findings(withStatus(withStatus(recorded, parent, 1), worker, 0));
  assert.match(handled?.remedy ?? '', new RegExp(`\\(${parent}\\), or make it reopen`));
  assert.match(handled?.remedy ?? '', new RegExp(`\\(${worker}\\), which can't reopen`));
  const [ended] = await findings(withStatus(withStatus(recorded, parent, 0), worker, 0));
  assert.doesNotMatch(ended?.remedy ?? '', /servers do on SIGHUP/);
  assert.match(ended?.remedy ?? '', /O_CLOEXEC/);
});

/** A twin in which a process catches signals of this mask, and blocks none. */
function withStatus(twin: Scene, pid: number, caught: number): Scene {
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn'].map(set => `${set}:\t0000000000000000`);
  const head = [`Tgid:\t${pid}`, 'PPid:\t1', 'Uid:\t0\t0\t0\t0', `NSpid:\t${pid}`];
  const lines = [...head, ...sets, `SigCgt:\t${caught.toString(16).padStart(16, '0')}`];
  return twin.withFile(`${pid}/status`, `${lines.join('\n')}\n`);
}

test('a process that only reads the file is not the one to truncate it by', async () => {
  const read = recorded.with(/\/fdinfo\//, text => text.replace(/^flags:.*$/m, 'flags:\t0'));
  const [finding] = await findings(read);
  assert.doesNotMatch(finding?.remedy ?? '', /\/proc\//);
});

test('a file with a name, whatever it is called, is not deleted', async () => {
  assert.deepEqual(await findings(withStat('links', 1)), []);
});

test('a small file is not missed, nor one that has holes', async () => {
  assert.deepEqual(await findings(withStat('allocated', 16 * 1024 * 1024 - 1)), []);
  assert.deepEqual(await findings(withStat('allocated', 0)), []);
});

test('where the space in use is not known, the size counts', async () => {
  const old = recorded.withStat(file, line => line.replace(/ allocated=\d+/, ''));
  assert.equal((await findings(old)).length, 1);
});

test('a scratch file is deleted by design, unless it is huge', async () => {
  const scratch = (folder: string, twin = recorded) =>
    twin.withLinks(file, () => `${folder}/sortXYZ (deleted)`);
  assert.deepEqual(await findings(scratch('/tmp')), []);
  assert.deepEqual(await findings(scratch('/var/tmp')), []);
  const inode = /inode=(\d+)/;
  const unnamed = recorded
    .withLinks(file, () => '/srv/#1234 (deleted)')
    .withStat(file, line => line.replace(inode, 'inode=1234'));
  assert.deepEqual(await findings(unnamed), []);
  assert.equal((await findings(scratch('/tmp', withStat('allocated', 2 ** 31)))).length, 1);
});

test('memory is not disk space: memfd, System V and POSIX shared memory', async () => {
  for (const name of ['/memfd:x', '/SYSV0000002a', '/dev/shm/x', '/dev/zero'])
    assert.deepEqual(await findings(recorded.withLinks(file, () => `${name} (deleted)`)), [], name);
});

test("a file that can't be read is not guessed about", async () => {
  assert.deepEqual(await findings(recorded.withErrno(new RegExp(`/fd/${fd}$`), 'EACCES')), []);
});

function withStat(field: string, value: number): Scene {
  return recorded.withStat(file, line => line.replace(new RegExp(`${field}=\\d+`), `${field}=${value}`));
}

function findings(twin: Scene) {
  return descriptorFindings(twin, deletedFileHeldOpen);
}
