import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {notAnnouncedBySigchld} from './not-announced-by-sigchld.ts';

const recorded = scene('exit-signal');
const [zombiePid = 0] = recorded.numbers('zombies');

test('a child cloned without an exit signal is not announced', async () => {
  assert.equal(await whyZombies(recorded), 'zombies/not-announced-by-sigchld, proven');
  const [{verdict}] = await judgedZombies(recorded);
  assertSeen(verdict.evidence, factIn(zombiePid, 'stat', 'exit_signal (38)', 0));
  assert.match(verdict.remedy ?? '', new RegExp(`waitpid\\(${zombiePid}, &status, __WALL\\)`));
});

test('a child cloned with another exit signal is not announced either, and the signal is named', async () => {
  const usr1 = recorded.with(`${zombiePid}/stat`, statField(38, 10));
  const [{verdict}] = await judgedZombies(usr1);
  assertSeen(verdict.evidence, factIn(zombiePid, 'stat', 'exit_signal (38)', 10));
  assert.match(verdict.why, /SIGUSR1/);
});

test('a child cloned with SIGCHLD is announced', async () => {
  const twin = recorded.with(`${zombiePid}/stat`, statField(38, 17));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(notAnnouncedBySigchld.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});

test('a parent in a wait call may have given it __WALL: a fresh zombie is not judged', async () => {
  const waiting = scene('waits-for-other');
  const [pid = 0] = waiting.numbers('zombies');
  const announced = waiting.with(`${pid}/stat`, statField(38, 0));
  assert.equal(await whyZombies(announced), 'zombies/not-announced-by-sigchld, proven');
  const fresh = announced.withErrno(`${pid}/sched`, 'ENOENT');
  const [{zombie}] = await judgedZombies(fresh);
  assert.equal(notAnnouncedBySigchld.check(zombie), undefined);
});
