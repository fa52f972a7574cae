import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {comm, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {inheritedByExec} from './inherited-by-exec.ts';

const recorded = scene('inherited-by-exec');
const parent = recorded.number('parent');
const [zombiePid = 0] = recorded.numbers('zombies');

test('a zombie that never exec’d and has another name than its parent, which has, was there before', async () => {
  assert.equal(await whyZombies(recorded), 'zombies/inherited-by-exec, likely');
  const [{verdict}] = await judgedZombies(recorded);
  assertSeen(
    verdict.evidence,
    factIn(zombiePid, 'stat', 'comm (2)', 'inherited-by-ex'),
    factIn(zombiePid, 'stat', 'flags (9)', 'PF_FORKNOEXEC'),
    factIn(parent, 'stat', 'comm (2)', 'cat'),
    factIn(parent, 'stat', 'flags (9)', 'no PF_FORKNOEXEC'),
  );
});

test('a zombie with its parent’s name was not', async () => {
  const twin = recorded.with(`${zombiePid}/stat`, comm('cat'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(inheritedByExec.check(zombie), undefined);
});

test('a zombie that exec’d shows no trace of whose child it was', async () => {
  const command = scene('inherited-command');
  const [{zombie}] = await judgedZombies(command);
  assert.equal(inheritedByExec.check(zombie), undefined);
  assert.equal(await whyZombies(command), 'zombies/parent-never-waits, likely');
});

test('a worker that renamed itself is its server’s own: that catches SIGCHLD', async () => {
  const server = recorded.with(`${parent}/status`, withSigchldIn('SigCgt'));
  const [{zombie}] = await judgedZombies(server);
  assert.equal(inheritedByExec.check(zombie), undefined);
  assert.equal(await whyZombies(server), 'zombies/handler-misses-children, likely');
});

test('a worker that renamed itself below a program that starts others is that program’s own', async () => {
  const server = recorded.with(`${parent}/stat`, comm('server'));
  assert.equal(await whyZombies(server), 'zombies/parent-never-waits, likely');
  const bySh = server.with(`${zombiePid}/stat`, comm('sh'));
  assert.equal(await whyZombies(bySh), 'zombies/inherited-by-exec, likely');
});

test('names that are made to mislead are names', async () => {
  const hostile = recorded.with(`${zombiePid}/stat`, comm(') Z 1 ('));
  assert.equal(await whyZombies(hostile), 'zombies/inherited-by-exec, likely');
  const [{verdict}] = await judgedZombies(hostile);
  assertSeen(verdict.evidence, factIn(zombiePid, 'stat', 'comm (2)', ') Z 1 ('));
});
